/** A real Dovecot (and Postfix) as mailboxes of the comparison, seen by another client than ours. */
import type { GroundMailbox, Seen } from '../../../../src/compare/ground/index.ts';
import { imapPython } from '../../../servers/observer.ts';
import { type House, password, settingsFor, startHouse } from '../../../support/house.ts';

/** Without these lines Dovecot marks as read, for IMAP, what a POP3 session fetched, and lets two POP3 sessions in (RFC 1939 §3 does not). */
const asMostServers = 'pop3_no_flag_updates = yes\npop3_lock_session = yes';

/** The house, and so many mailboxes in it that nobody used. */
export async function dovecotMailboxes(count: number): Promise<{ house: House; mailboxes: GroundMailbox[] }> {
  const names = Array.from({ length: count }, (_, i) => `box${i + 1}`);
  const users = { ben: password, ...Object.fromEntries(names.map((name) => [name, password])) };
  const house = await startHouse({ users, extra: asMostServers });
  return { house, mailboxes: names.map((name) => mailboxOf(house, name)) };
}

function mailboxOf({ dovecot, postfix }: House, user: string): GroundMailbox {
  return {
    name: user,
    address: `${user}@hana.test`,
    user,
    password,
    settings: (protocol) => settingsFor(dovecot, user, protocol, { postfix }),
    async deliver(mails) {
      dovecot.fill(
        user,
        'INBOX',
        mails.map(({ raw }) => raw),
      );
    },
    observe: async () => JSON.parse(await imapPython(dovecot, user, look)) as Seen,
  };
}

/** Every folder, opened read-only. */
const look = `
folders = []
for line in c.list()[1]:
    path = re.match(rb'\\([^)]*\\) (?:"."|NIL) "?(.*?)"?$', line).group(1).decode()
    mails = []
    if int(c.select(quote(path), readonly=True)[1][0]) > 0:
        for one in c.uid('FETCH', '1:*', '(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])')[1]:
            if not isinstance(one, tuple): continue
            about = one[0].decode()
            message_id = re.search(rb'<[^>]*>', one[1])
            mails.append({
                'uid': int(re.search(r'UID (\\d+)', about).group(1)),
                'flags': re.search(r'FLAGS \\(([^)]*)\\)', about).group(1).replace('\\\\', '').lower().split(),
                'messageId': message_id.group(0).decode() if message_id else None,
            })
    folders.append({ 'path': path, 'mails': mails })
print(json.dumps({ 'folders': folders }))
`;
