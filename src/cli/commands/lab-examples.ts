/** How another program is pointed at the lab, as commands that work when they are pasted into a shell. */
import type { Lab } from '../../lab/index.ts';
import type { Words } from '../words/index.ts';

type Status = ReturnType<Lab['status']>;

export interface Example {
  readonly what: string;
  readonly commands: readonly string[];
}

export function examples(status: Status, ca: string, words: Words): Example[] {
  const writer = personOf(status, 0);
  const reader = personOf(status, 1) ?? writer;
  if (writer === null || reader === null) return [];
  const { send, read } = { send: writer.submission, read: reader.mailbox };
  const trust = `--cacert ${quote(ca)}`;
  const given = (commands: (string | false)[]): string[] => commands.filter((c): c is string => c !== false);
  const all: Example[] = [
    {
      what: words.lab.try.send,
      commands: given([
        // curl sends the octets that it is given, and a mail has CRLF: a bare LF is refused.
        send.submissions !== null &&
          `printf 'From: ${writer.user}\\r\\nTo: ${reader.user}\\r\\nSubject: Hello\\r\\n\\r\\nFrom curl.\\r\\n' | curl -sS ${trust} --url smtps://${send.address}:${send.submissions} --user ${writer.user}:${writer.password} --mail-from ${writer.user} --mail-rcpt ${reader.user} --upload-file -`,
      ]),
    },
    {
      what: words.lab.try.fetch,
      commands: given([
        read.imaps !== null &&
          `curl ${trust} --user ${reader.user}:${reader.password} ${quote(`imaps://${read.address}:${read.imaps}/INBOX;MAILINDEX=1`)}`,
        read.pop3s !== null &&
          `curl ${trust} --user ${reader.user}:${reader.password} pop3s://${read.address}:${read.pop3s}/1`,
      ]),
    },
    {
      what: words.lab.try.swaks,
      commands: given([
        send.submission !== null &&
          `swaks --server ${send.address} --port ${send.submission} -tls --tls-ca-path ${quote(ca)} --auth-user ${writer.user} --auth-password ${writer.password} --from ${writer.user} --to ${reader.user}`,
      ]),
    },
    {
      what: words.lab.try.mutt,
      commands: given([
        read.imaps !== null &&
          `mutt -e ${quote(`set ssl_ca_certificates_file="${ca}" imap_user=${reader.user} imap_pass=${reader.password}`)} -f imaps://${read.address}:${read.imaps}/INBOX`,
      ]),
    },
    {
      what: words.lab.try.dig,
      commands: [`dig @${status.dns.address} -p ${status.dns.port} ${reader.user.split('@')[1] ?? ''} MX`],
    },
  ];
  return all.filter(({ commands }) => commands.length > 0);
}

/** The first user of each mailbox host in turn, with the doors that are his. */
function personOf({ users, hosts }: Status, number: number) {
  const firsts = users.filter(({ host }, i) => users.findIndex((each) => each.host === host) === i);
  const user = firsts[number];
  const submission = hosts.find(({ name }) => name === user?.submission);
  const mailbox = hosts.find(({ name }) => name === user?.host);
  if (user === undefined || submission === undefined || mailbox === undefined) return null;
  return { user: user.user, password: user.password, submission, mailbox };
}

/** For a POSIX shell. */
const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
