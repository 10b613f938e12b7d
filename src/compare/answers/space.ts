/** A disk that is full. */
import type { Protocol } from '../facts/index.ts';
import { type Answer, both, count, forProtocols, type Told, text } from './sentences.ts';

export const space: Answer = (told) => [
  ...forProtocols((protocol, name) => readable(told, protocol, name)),
  ...forProtocols((protocol, name) => lost(told, protocol, name)),
];

function readable(told: Told, protocol: Protocol, name: string) {
  const [read, of] = [count(told, 'readableWhenFull', protocol), count(told, 'readableWhenFull', 'of')];
  const listed = count(told, 'listedWhenFull', protocol);
  if (read === null || of === null || listed === null) return null;
  const full = text(told, 'refusedWhenFull', protocol) === 'disk-full';
  const stopped = full ? both('; then the disk was full', '。そこでディスクがいっぱいになりました') : both('', '');
  return both(
    `Over ${name} the full machine lists ${listed} of ${of} mails and can show the text of ${read}${stopped.en}.`,
    `${name}では、空きの少ないマシンで${of}通のうち${listed}通が一覧に出て、${read}通の本文を読めます${stopped.ja}。`,
  );
}

function lost(told: Told, protocol: Protocol, name: string) {
  const n = count(told, 'lostMail', protocol);
  const [later, of] = [count(told, 'knownLater', protocol), count(told, 'knownLater', 'of')];
  if (n === null) return null;
  if (n > 0)
    return both(
      `Over ${name} ${n} ${n === 1 ? 'mail is' : 'mails are'} lost: no machine and no server has ${n === 1 ? 'it' : 'them'}.`,
      `${name}では${n}通が失われました。どのマシンにもサーバーにもありません。`,
    );
  if (later === null || of === null)
    return both(`Over ${name} no mail is lost.`, `${name}では、失われたメールはありません。`);
  return both(
    `Over ${name} no mail is lost: once there is room, ${later} of ${of} are here.`,
    `${name}では、失われたメールはありません。空きができると、${of}通のうち${later}通がそろいました。`,
  );
}
