/** Is mail that was read here new again there? */
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, flag, forProtocols, type Told } from './sentences.ts';

export const reading: Answer = (told) => [
  ...forProtocols((protocol, name) => again(told, protocol, name)),
  ...forProtocols((protocol, name) => state(told, protocol, name)),
  marked(told),
];

function again(told: Told, protocol: Protocol, name: string) {
  const [fresh, of] = [count(told, 'newAgainMails', protocol), count(told, 'readBefore', protocol)];
  if (fresh === null || of === null) return null;
  if (fresh > 0)
    return both(
      `Over ${name}, yes: of ${mails(of).en} read on one machine, ${fresh} came to the other one as new.`,
      `${name}では新着に戻ります。あるマシンで読んだ${of}通のうち${fresh}通が、別のマシンでは新着として届きました。`,
    );
  return both(
    `Over ${name}, no: of ${mails(of).en} read on one machine, none came to the other one as new.`,
    `${name}では新着に戻りません。あるマシンで読んだ${of}通のうち、別のマシンで新着になったものはありませんでした。`,
  );
}

function state(told: Told, protocol: Protocol, name: string) {
  const [shown, of] = [count(told, 'shownRead', protocol), count(told, 'readElsewhere', protocol)];
  const shared = flag(told, 'readStateShared', protocol);
  if (shown === null || of === null || shared === null) return null;
  if (shared)
    return both(
      `The server keeps the mark: in the end ${of === 1 ? 'the 1 mail' : `all ${of} mails`} read elsewhere ${of === 1 ? 'shows' : 'show'} as read on the ${name} machines.`,
      `${name}では既読の印をサーバーが預かるため、ほかのマシンで読んだ${of}通も最後にはすべて既読です。`,
    );
  if (shown > 0)
    return both(
      `In the end the ${name} machines show ${shown} of ${of} as read that another one read.`,
      `最後には、ほかのマシンで読んだ${of}通のうち${shown}通が${name}のマシンで既読になっています。`,
    );
  return both(
    `Each ${name} machine keeps its own marks: in the end none of the ${of} read elsewhere shows as read.`,
    `${name}では既読の印がマシンごとに別々なので、ほかのマシンで読んだ${of}通は最後まで未読のままです。`,
  );
}

/** RFC 1939 has no flags; Dovecot sets \Seen for RETR unless it is told otherwise. */
function marked(told: Told) {
  const seen = count(told, 'seenOnServer', 'pop3');
  if (seen === null || seen === 0) return null;
  return both(
    `This server marks as read what POP3 fetches (${mails(seen).en}), but no POP3 machine can see that.`,
    `このサーバーはPOP3で取得されたメール（${seen}通）を既読にしますが、POP3のマシンからはそれが見えません。`,
  );
}
