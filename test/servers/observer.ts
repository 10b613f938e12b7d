/** Other clients that ask the servers, so that a test never takes our own client's word. Python's imaplib and poplib. */
import { execFile } from 'node:child_process';
import type { Dovecot } from './dovecot.ts';

export interface SeenMessage {
  readonly uid: number;
  /** As the server says them: `\Seen`, `$Forwarded`. */
  readonly flags: readonly string[];
  readonly messageId: string | null;
  readonly size: number;
}

/** What a folder holds, in order of UID, read without changing a flag. */
export async function imapFlags(dovecot: Dovecot, user: string, folder = 'INBOX'): Promise<SeenMessage[]> {
  return JSON.parse(
    await python(
      `
c.select(quote(folder), readonly=True)
found = c.uid('SEARCH', 'ALL')[1][0].split()
out = []
if found:
    fetched = c.uid('FETCH', '1:*', '(FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])')[1]
    for one in fetched:
        if not isinstance(one, tuple): continue
        head = one[0].decode()
        message_id = re.search(rb'<[^>]*>', one[1])
        out.append({
            'uid': int(re.search(r'UID (\\d+)', head).group(1)),
            'flags': re.search(r'FLAGS \\(([^)]*)\\)', head).group(1).split(),
            'messageId': message_id.group(0).decode() if message_id else None,
            'size': int(re.search(r'RFC822.SIZE (\\d+)', head).group(1)),
        })
print(json.dumps(sorted(out, key=lambda m: m['uid'])))
`,
      dovecot,
      user,
      { folder },
    ),
  ) as SeenMessage[];
}

/** The whole message, byte for byte, not marked as read. */
export async function imapRaw(dovecot: Dovecot, user: string, folder: string, uid: number): Promise<Buffer> {
  const script = `
c.select(quote(folder), readonly=True)
print(base64.b64encode(c.uid('FETCH', str(uid), '(BODY.PEEK[])')[1][0][1]).decode())
`;
  return Buffer.from(await python(script, dovecot, user, { folder, uid }), 'base64');
}

/** Names of the folders, in modified UTF-7 as the server says them. */
export async function imapFolders(dovecot: Dovecot, user: string): Promise<string[]> {
  const script = `print(json.dumps([re.match(rb'\\([^)]*\\) (?:"."|NIL) "?(.*?)"?$', one).group(1).decode() for one in c.list()[1]]))`;
  return JSON.parse(await python(script, dovecot, user, {})) as string[];
}

/** What another client does: sets or takes a flag, as `\Seen`. */
export async function imapStore(
  dovecot: Dovecot,
  user: string,
  folder: string,
  uids: readonly number[],
  change: '+' | '-',
  flag: string,
): Promise<void> {
  const script = `
c.select(quote(folder))
c.uid('STORE', uids, change + 'FLAGS', '(' + flag + ')')
`;
  await python(script, dovecot, user, { folder, uids: uids.join(','), change, flag });
}

/** What another client does: deletes messages for good. */
export async function imapExpunge(
  dovecot: Dovecot,
  user: string,
  folder: string,
  uids: readonly number[],
): Promise<void> {
  const script = `
c.select(quote(folder))
c.uid('STORE', uids, '+FLAGS', '(\\\\Deleted)')
c.expunge()
`;
  await python(script, dovecot, user, { folder, uids: uids.join(',') });
}

/** What another client does: any commands, in Python, with `c` the signed-in imaplib.IMAP4. What it prints comes back. */
export function imapPython(dovecot: Dovecot, user: string, script: string): Promise<string> {
  return python(script, dovecot, user, {});
}

const head = `
import sys, json, re, base64, imaplib
g = json.load(sys.stdin)
globals().update(g['values'])
imaplib._MAXLINE = 10_000_000
def quote(name): return '"' + name.replace('\\\\', '\\\\\\\\').replace('"', '\\\\"') + '"'
c = imaplib.IMAP4('127.0.0.1', g['port'])
c._encoding = 'utf-8'
c.login(g['user'], g['password'])
`;

async function python(
  script: string,
  dovecot: Dovecot,
  user: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string> {
  const password = dovecot.users[user];
  if (password === undefined) throw new Error(`no user ${user}`);
  return new Promise((resolve, reject) => {
    const child = execFile(
      'python3',
      ['-c', `${head}${script}\nc.logout()\n`],
      { encoding: 'utf8', maxBuffer: 1 << 30 },
      (error, stdout, stderr) => (error ? reject(new Error(`python: ${stderr}`)) : resolve(stdout.trim())),
    );
    child.stdin?.end(JSON.stringify({ port: dovecot.imap, user, password, values }));
  });
}
