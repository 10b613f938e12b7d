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
      `In the end the ${name} machines show all ${of} as read that another one read: the server keeps the mark.`,
      `最後には、ほかのマシンで読んだ${of}通すべてが${name}のマシンで既読になっています。既読の印をサーバーが預かっているからです。`,
    );
  if (shown > 0)
    return both(
      `In the end the ${name} machines show ${shown} of ${of} as read that another one read.`,
      `最後には、ほかのマシンで読んだ${of}通のうち${shown}通が${name}のマシンで既読になっています。`,
    );
  return both(
    `In the end the ${name} machines show none of the ${of} as read that another one read: each keeps its own marks.`,
    `最後まで、ほかのマシンで読んだ${of}通は${name}のマシンでは未読のままです。既読の印はマシンごとに別々です。`,
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
