/** What each refusal is in English. Manner: what happened, who said it, what helps; the peer's words in quotation marks. */
import type { Reason } from '../../base/errors.ts';
import { commonName, firstNames, type Told, type Words } from './told.ts';

const server = (t: Told) => t.host ?? 'the server';
const Server = (t: Told) => t.host ?? 'The server';
const place = (t: Told) => (t.port === null ? server(t) : `${server(t)}, port ${t.port}`);
const Place = (t: Told) => (t.port === null ? Server(t) : `${Server(t)}, port ${t.port},`);
/** A sentence that ends with the peer's words, where there are any, and what is to be said after it. */
const ending = (t: Told, words: string, then = '') =>
  (t.said === null ? `${words}.` : `${words}: “${t.said}”${/[.!?]$/.test(t.said) ? '' : '.'}`) +
  (then === '' ? '' : ` ${then}`);
const sentence = (words: string) => `${words}.`;
const during = (t: Told) => (t.verb === null ? '' : ` in the middle of ${t.verb}`);
const answering = (t: Told) => (t.verb === null ? '' : ` in answer to ${t.verb}`);
const day = (date: Date | null) =>
  date === null
    ? null
    : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        date,
      );

const protocolName = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' } as const;
const usualPorts = (t: Told) =>
  ({
    imap: 'Many servers use 993 for IMAP with TLS from the start, and 143 with STARTTLS.',
    pop3: 'Many servers use 995 for POP3 with TLS from the start, and 110 with STARTTLS.',
    smtp: 'Many servers take mail for sending on 465 with TLS from the start, and on 587 with STARTTLS.',
    none: 'Many servers use 993 for IMAP, 995 for POP3, and 465 or 587 for sending.',
  })[t.protocol ?? 'none'];
const implicitPort = (t: Told) =>
  ({ imap: ' (usually port 993)', pop3: ' (usually port 995)', smtp: ' (usually port 465)', none: '' })[
    t.protocol ?? 'none'
  ];
/** System flags (RFC 3501 §2.3.2) as people call them. */
const marks: Readonly<Record<string, string>> = {
  seen: 'the mark “read”',
  flagged: 'the mark “flagged”',
  answered: 'the mark “answered”',
  deleted: 'the mark “deleted”',
  draft: 'the mark “draft”',
};
const trustIt = (t: Told) => `trust this one certificate for ${server(t)} after comparing its fingerprint`;

export const en: Record<Reason, (t: Told) => Words> = {
  'name-not-found': (t) => ({
    what: t.host === null ? 'There is no server of this name.' : `There is no server called ${t.host}.`,
    helps: 'Check the spelling of the name, and that this computer is online.',
  }),
  'connection-refused': (t) => ({
    what: `Nothing answers at ${place(t)}.`,
    helps: `Is the port right? ${usualPorts(t)}`,
  }),
  'no-route': (t) => ({
    what: `${Server(t)} cannot be reached from here now.`,
    helps: 'Check the network connection of this computer, then try again.',
  }),
  'connect-timeout': (t) => ({
    what: `${Place(t)} did not answer in time.`,
    helps: `A firewall may be in the way, or the port is wrong. ${usualPorts(t)}`,
  }),
  silent: (t) => ({
    what: t.greeting
      ? ending(t, `${Place(t)} took the connection and then said nothing`)
      : ending(t, `${Server(t)} stopped answering${during(t)}`),
    helps:
      t.greeting && t.custom === 'implicit'
        ? `Servers on port ${t.port} wait for TLS from the start: choose that as connection security.`
        : t.greeting
          ? `Check the port and the connection security. ${usualPorts(t)}`
          : 'Try again in a few minutes; the server or the network may be busy.',
  }),
  closed: (t) => ({
    what: ending(t, `${Server(t)} closed the connection${during(t)}`),
    helps: t.greeting
      ? `Check the port and the connection security. ${usualPorts(t)}`
      : 'Try again. If it happens each time, the server may allow fewer connections at once than are open.',
  }),
  reset: (t) => ({
    what: sentence(`The connection to ${server(t)} broke off${during(t)}`),
    helps: 'Check the network connection and try again.',
  }),
  'not-this-protocol': (t) => ({
    what: ending(
      t,
      `What answers at ${place(t)}${t.port === null ? '' : ','} does not speak ${t.protocol === null ? 'this protocol' : protocolName[t.protocol]}`,
    ),
    helps: `Check the port and the protocol. ${usualPorts(t)}`,
  }),
  'broken-reply': (t) => ({
    what: ending(t, `${Server(t)} said something${answering(t)} that the protocol does not allow`),
    helps: 'Try again. If it happens again, please report it together with these words.',
  }),
  'too-long': (t) => ({
    what: ending(
      t,
      `${Server(t)} sent more in one piece than Tegami takes${t.fact('limit') === null ? '' : ` (${t.fact('limit')} octets)`}`,
    ),
    helps: 'The connection was closed and nothing was lost. If it happens again, please report it.',
  }),
  'tls-not-offered': (t) => ({
    what: ending(t, `${Place(t)} does not offer STARTTLS`, 'Nothing secret was sent.'),
    helps: `Choose TLS from the start${implicitPort(t)}, or ask those who run the server. Without TLS everybody on the way can read the password.`,
  }),
  'tls-failed': (t) => ({
    what: ending(t, `No TLS connection with ${place(t)}${t.port === null ? '' : ','} came about`),
    helps:
      t.custom === 'clear'
        ? `Servers on port ${t.port} usually begin in clear: choose STARTTLS as connection security.`
        : 'Check the port and the connection security. Very old servers know only versions of TLS that are no longer safe.',
  }),
  'tls-early-data': (t) => ({
    what: ending(
      t,
      `${Server(t)}, or somebody on the way to it, sent data before the encryption began`,
      'The connection was closed, and nothing secret was sent.',
    ),
    helps: `Try again on another network, or choose TLS from the start${implicitPort(t)}.`,
  }),
  'certificate-expired': (t) => ({
    what: sentence(
      `The certificate of ${server(t)} ${day(t.day('validTo')) === null ? 'has expired' : `expired on ${day(t.day('validTo'))}`}`,
    ),
    helps: `Those who run the server must renew it. If you know this server, you can ${trustIt(t)}.`,
  }),
  'certificate-not-yet-valid': (t) => ({
    what: sentence(
      `The certificate of ${server(t)} is not valid ${day(t.day('validFrom')) === null ? 'yet' : `before ${day(t.day('validFrom'))}`}`,
    ),
    helps: 'Check the date and time of this computer.',
  }),
  'certificate-self-signed': (t) => ({
    what: sentence(`The certificate of ${server(t)} is signed by itself, so nobody else vouches for it`),
    helps: `If this is your own server, ${trustIt(t)}, or give its certificate authority file.`,
  }),
  'certificate-unknown-issuer': (t) => ({
    what: sentence(
      `The certificate of ${server(t)} comes from ${commonName(t.fact('issuer')) ?? 'an authority'}${t.fact('issuer') === null ? ' ' : ', '}which this computer does not know`,
    ),
    helps: `Give the certificate authority file of this server, or ${trustIt(t)}.`,
  }),
  'certificate-wrong-host': (t) => {
    const { shown, more } = firstNames(t.fact('names'), 3);
    const names = shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
    return {
      what: sentence(
        names === ''
          ? `The certificate that was shown is not for ${server(t)}`
          : `The certificate of ${server(t)} is for ${names}, not for ${server(t)}`,
      ),
      helps: `Use the server's name as the certificate has it. If you know that both are the same server, you can ${trustIt(t)}.`,
    };
  },
  'certificate-changed': (t) => ({
    what: sentence(`${Server(t)} shows another certificate than the one that you trusted`),
    helps:
      'If its owner has renewed it, compare the fingerprint and trust the new one. If nobody knows of a change, do not go on: somebody may stand between you and the server.',
  }),
  'password-refused': (t) => ({
    what: ending(t, `${Server(t)} refused the password${t.fact('user') === null ? '' : ` for ${t.fact('user')}`}`),
    helps: 'Check the user name and the password, or make an app password if the provider asks for one.',
  }),
  'password-missing': (t) => ({
    what: ending(
      t,
      `The password${t.fact('user') === null ? ' of this account' : ` for ${t.fact('user')}`} is not known at the moment`,
    ),
    helps: 'Enter it to go on.',
  }),
  'mechanism-missing': (t) => ({
    what: ending(
      t,
      `${Server(t)} offers no way to sign in that Tegami knows${t.fact('offered') === null ? '' : ` (${t.fact('offered')})`}`,
    ),
    helps:
      'Some servers take a password only over TLS: check the connection security. Others do not let mail programs sign in until their owner allows it.',
  }),
  'server-refused': (t) => ({
    what: ending(t, t.verb === null ? `${Server(t)} said no` : `${Server(t)} said no to ${t.verb}`),
    helps:
      t.said === null
        ? 'Try again later, or ask those who run the server.'
        : 'Its words say why. Those who run the server can help; give them these words.',
  }),
  'server-busy': (t) => ({
    what: ending(t, `${Server(t)} cannot do this now`),
    helps: 'Wait a few minutes; then try again.',
  }),
  'mailbox-locked': (t) => ({
    what: ending(t, `Another program has this mailbox open on ${server(t)}`),
    helps: 'Close other programs that fetch this mailbox by POP3, or wait a few minutes.',
  }),
  'sender-refused': (t) => ({
    what: ending(t, `${Server(t)} does not take mail from ${t.fact('address', 'sender', 'from') ?? 'this sender'}`),
    helps: 'Check the email address of the account: many servers send only for the address that signed in.',
  }),
  'recipient-refused': (t) => ({
    what: ending(
      t,
      lacks(t) ??
        `${Server(t)} refused the recipient${t.fact('address', 'recipient', 'to') === null ? '' : ` ${t.fact('address', 'recipient', 'to')}`}`,
    ),
    helps: 'Check the address, then send it again.',
  }),
  'message-refused': (t) => ({
    what: ending(t, lacks(t) ?? `${Server(t)} did not take the message`),
    helps: 'It was not sent. Change what the server objects to, then send it again.',
  }),
  'message-too-large': (t) => ({
    what: ending(
      t,
      `The message${t.fact('size') === null ? '' : ` of ${bytes(t.fact('size'))}`} is larger than ${server(t)} takes${t.fact('limit') === null ? '' : ` (${bytes(t.fact('limit'))})`}`,
    ),
    helps: 'Take out some attachments, or send them in several mails.',
  }),
  'pop3-no-search': (t) => ({
    what: ending(t, `POP3 has no search: ${server(t)} cannot look for mail`),
    helps: 'Search what this computer holds, or read the mailbox over IMAP.',
  }),
  'pop3-no-sharing': (t) => ({
    what: ending(t, 'POP3 has no folders, so there is nothing on the server that could be shared'),
    helps: 'Folders of this account exist on this computer only. To share one, read the mailbox over IMAP.',
  }),
  'acl-missing': (t) => ({
    what: ending(t, `${Server(t)} does not let mail programs share folders: it lacks the IMAP extension ACL`),
    helps: 'Ask those who run the server whether folders can be shared in another way.',
  }),
  'shared-with-oneself': (t) => ({
    what: ending(t, 'This folder is your own already'),
    helps: 'Name somebody else on the same server.',
  }),
  'flag-not-kept': (t) => ({
    what: ending(
      t,
      `${Server(t)} does not keep ${marks[t.fact('flag') ?? ''] ?? 'this mark'} in ${t.fact('folder') === null ? 'this folder' : `the folder “${t.fact('folder')}”`}`,
    ),
    helps: 'You may read this folder, but not change it so. Ask whoever shares it for more rights.',
  }),
  'disk-full': (t) => ({
    what: ending(t, 'The disk is full, so this could not be stored'),
    helps: 'Free some space; then try again. What was stored before is intact.',
  }),
  'disk-failed': (t) => ({
    what: ending(t, 'This computer could not read or write what belongs to this profile'),
    helps: "Check the disk, and who may write in the profile's folder.",
  }),
  'lab-locked': (t) => ({
    what: ending(t, `A lab already runs in this folder${t.fact('pid') === null ? '' : ` (process ${t.fact('pid')})`}`),
    helps: 'Close that one first, or use another folder.',
  }),
  'lab-world': (t) => ({
    what: worldRefused(t) ?? ending(t, 'The world of this lab cannot be used'),
    helps: 'Correct the file world.json in the lab’s folder, or begin again with the default world.',
  }),
  'lab-off': (t) => ({ what: ending(t, 'The lab is not running'), helps: 'Start it first.' }),
  'too-few-mailboxes': (t) => ({
    what: sentence(
      t.fact('wanted') === null
        ? 'This experiment needs more mailboxes at the same time than there are'
        : `This experiment needs ${t.fact('wanted')} mailboxes at the same time, and there are ${t.fact('capacity')}`,
    ),
    helps: 'Run it against the lab, which has as many as are needed.',
  }),
  'mailbox-not-empty': (t) => ({
    what: sentence(
      `There is mail in the mailbox ${t.fact('user') ?? ''} already${t.fact('count') === null ? '' : ` (${t.fact('count')})`}, so the comparison did not begin`,
    ),
    helps: 'Give it a mailbox that nobody uses, or tell it to go on even if the mailbox is not empty.',
  }),
  'would-delete-foreign': (t) => ({
    what: sentence(
      `${t.fact('machine') === null ? 'A machine' : `The machine “${t.fact('machine')}”`} deletes mail from the server over POP3, which cannot tell your mail from that of the experiment`,
    ),
    helps: 'Let it leave mail on the server, give it an empty mailbox, or run the experiment against the lab.',
  }),
  'folder-not-ours': (t) => ({
    what: sentence(
      `${t.fact('folder') === null ? 'A folder' : `The folder “${t.fact('folder')}”`}${t.fact('user') === null ? '' : ` of ${t.fact('user')}`} is not one that this experiment makes, so it is left alone`,
    ),
    helps: 'Let the experiment make a folder of another name, or run it against the lab.',
  }),
  'left-behind': (t) => ({
    what: sentence(
      `Mails of the comparison${t.fact('count') === null ? '' : ` (${t.fact('count')})`} are still in the mailbox ${t.fact('user') ?? ''}: they are marked as deleted, but the server could not remove them without removing others`,
    ),
    helps: 'They go when you empty the deleted mail of this mailbox in your mail program.',
  }),
  'lab-no-address': (t) => ({
    what: ending(
      t,
      'The lab found no free addresses on this machine: other programs use its ports everywhere in 127.0.0.0/8',
    ),
    helps: 'Close other labs, then try again.',
  }),
  'vault-locked': (t) => ({
    what: ending(
      t,
      `This profile is open in another Tegami${t.fact('pid') === null ? '' : ` (process ${t.fact('pid')})`}`,
    ),
    helps: 'Close that one first, or use another profile.',
  }),
  'vault-damaged': (t) => ({
    what: ending(t, 'The database of this profile is damaged', 'It was left as it is.'),
    helps:
      'Run “tegami vault check” to see what is missing, and “tegami vault rebuild” to make it new from the stored mails.',
  }),
  'vault-newer': (t) => ({
    what: ending(t, 'This profile was written by a later version of Tegami', 'It was left as it is.'),
    helps: 'Update Tegami, or use another profile.',
  }),
  'keychain-missing': (t) => ({
    what: ending(t, 'This system has no keychain that could keep the password'),
    helps: 'Choose to enter the password at each start, or the unsafe file if you accept what its name says.',
  }),
  'not-found': (t) => ({
    what: ending(
      t,
      t.host !== null
        ? `${t.host} does not have this, or no longer`
        : t.fact('what') === null
          ? 'What was asked for is not here, or no longer'
          : `There is no ${t.fact('what')?.replace(/^an? /, '')} here, or no longer`,
    ),
    helps: 'It may have been moved or removed meanwhile. Look at the list again.',
  }),
  'no-such-file': (t) => ({
    what: ending(
      t,
      t.fact('file') === null
        ? 'The file is not there, or cannot be read'
        : `The file “${t.fact('file')}” is not there, or cannot be read`,
    ),
    helps: 'Check its name and folder.',
  }),
  'bad-address': (t) => ({
    what:
      t.said === null && t.fact('address') !== null
        ? `“${t.fact('address')}” is not an email address.`
        : ending(t, 'This is not an email address'),
    helps: 'Write it as in aiko@example.jp, several separated by commas.',
  }),
  'bad-value': (t) => ({
    what: ending(
      t,
      t.at === 'tls.ca' ? 'The certificate authority file holds no certificate' : 'What was entered cannot be used',
    ),
    helps: 'Correct it, then try again.',
  }),
  'too-deep': (t) => ({
    what: ending(t, 'This mail is nested more deeply than Tegami reads'),
    helps: 'Its source is kept as it came and can be shown.',
  }),
  cancelled: () => ({
    what: sentence('This was stopped before it was done'),
    helps: 'Try again if you still want it.',
  }),
  unexpected: (t) => ({
    what: ending(t, 'Something went wrong inside Tegami'),
    helps: 'The fault is ours. Please report it, with these words and what you did just before.',
  }),
};

/** A server that lacks what the message needs, by its own list of extensions. */
function lacks(t: Told): string | null {
  const needs = t.fact('needs');
  if (needs === null) return null;
  const address = t.fact('address');
  if (needs === 'SMTPUTF8' && address !== null)
    return `${Server(t)} cannot deliver to ${address}: it does not know addresses outside of ASCII (SMTPUTF8)`;
  return `${Server(t)} cannot carry this message as it is: it lacks ${needs}`;
}

/** Names of a connection test's steps, and what is said of one that failed. */
export const enSteps = {
  connect: { name: 'Connect', stopped: (side: string) => `The ${side} server could not be reached.` },
  tls: {
    name: 'Encrypt with TLS',
    stopped: (side: string) => `The connection to the ${side} server could not be made safe.`,
  },
  greeting: {
    name: 'Hear its greeting',
    stopped: (side: string) => `The ${side} server answered, but not as a mail server should.`,
  },
  'sign-in': { name: 'Sign in', stopped: (side: string) => `The ${side} server was reached, but did not let you in.` },
  list: {
    name: 'Look into the mailbox',
    stopped: (side: string) => `The ${side} server let you in, but did not show the mailbox.`,
  },
} as const;
export const enSides = { incoming: 'incoming', outgoing: 'outgoing' } as const;

function bytes(count: string | null): string {
  const n = Number(count);
  if (!Number.isFinite(n)) return String(count);
  return n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

function worldRefused(t: Told): string | null {
  const [place, said] = [t.fact('place'), t.fact('en')];
  return said === null ? null : `The world of this lab cannot be used${place ? `; at ${place}` : ''}: ${said}`;
}
