/**
 * The vault's schema, as a row of numbered steps. A step that was released is never edited: the next change is the next number.
 * `user_version` of the database says how many were applied.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    settings TEXT NOT NULL,
    created INTEGER NOT NULL
  );

  CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    parent INTEGER,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    role TEXT,
    selectable INTEGER NOT NULL DEFAULT 1,
    local INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    -- the sync cursor: what the server said when this folder was last in step with it
    uid_validity TEXT,
    uid_next INTEGER,
    modseq TEXT,
    UNIQUE (account, path)
  );

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    folder INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
    uid INTEGER,
    uidl TEXT,
    message_id TEXT,
    in_reply_to TEXT,
    refs TEXT NOT NULL DEFAULT '[]',
    sender TEXT,
    recipients TEXT NOT NULL DEFAULT '{}',
    subject TEXT NOT NULL DEFAULT '',
    date INTEGER NOT NULL,
    size INTEGER NOT NULL,
    flags TEXT NOT NULL DEFAULT '[]',
    seen INTEGER NOT NULL DEFAULT 0,
    preview TEXT NOT NULL DEFAULT '',
    attachments TEXT NOT NULL DEFAULT '[]',
    -- body part tree of a message whose whole bytes are only on the server
    structure TEXT,
    -- SHA-256 of the whole message, which is also its file's name; null while only the server has all of it
    file TEXT,
    -- operations that wait to reach the server
    pending INTEGER NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX messages_uid ON messages (folder, uid) WHERE uid IS NOT NULL;
  CREATE INDEX messages_date ON messages (folder, date DESC, id DESC);
  CREATE INDEX messages_counts ON messages (folder, seen);
  CREATE INDEX messages_message_id ON messages (account, message_id);
  CREATE INDEX messages_file ON messages (file) WHERE file IS NOT NULL;

  -- decoded parts that lie as files; all of them can be made or fetched again
  CREATE TABLE parts (
    message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    part TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    problems TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (message, part)
  ) WITHOUT ROWID;

  -- every UIDL that a maildrop ever showed us and we took: what is here is never downloaded again
  CREATE TABLE uidls (
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    uidl TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    PRIMARY KEY (account, uidl)
  ) WITHOUT ROWID;

  CREATE TABLE uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0
  );

  CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    draft TEXT NOT NULL,
    updated INTEGER NOT NULL
  );

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    draft TEXT NOT NULL,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    state TEXT NOT NULL,
    said TEXT,
    error TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER,
    created INTEGER NOT NULL
  );

  CREATE TABLE operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created INTEGER NOT NULL
  );
  CREATE TABLE operation_messages (
    operation INTEGER NOT NULL REFERENCES operations ON DELETE CASCADE,
    message INTEGER NOT NULL,
    PRIMARY KEY (operation, message)
  ) WITHOUT ROWID;
  CREATE INDEX operation_messages_message ON operation_messages (message);

  -- one row for each living or gone thing: its last change. A mirror that reads on from a seq misses nothing.
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, id)
  );

  -- why each message is as it is; stays when the message goes
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    account INTEGER NOT NULL,
    message INTEGER NOT NULL,
    what TEXT NOT NULL,
    cause TEXT NOT NULL
  );
  CREATE INDEX ledger_message ON ledger (message);
  `,
  `
  -- each message of a POP3 visit is looked for by its UIDL
  CREATE INDEX messages_uidl ON messages (account, uidl) WHERE uidl IS NOT NULL;
  `,
];
