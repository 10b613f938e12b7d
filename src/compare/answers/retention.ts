/** Does mail reach every machine before it leaves the server? */
import type { Protocol } from '../facts/index.ts';
import { beyond } from './folders.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, forProtocols, machineNamed, type Told, text } from './sentences.ts';

export const retention: Answer = (told) => [
  ...forProtocols((protocol, name) => reached(told, protocol, name)),
  ...forProtocols((protocol, name) => beyond(told, protocol, name)),
];

function reached(told: Told, protocol: Protocol, name: string) {
  const [missed, of] = [count(told, 'neverReached', protocol), count(told, 'delivered', protocol)];
  const left = count(told, 'leftServer', protocol);
  const beyondReach = count(told, 'outOfReach', protocol) ?? 0;
  if (missed === null || of === null || left === null) return null;
  const gone = missed - beyondReach;
  const rest = both(
    left === 0
      ? 'The server still has all of them'
      : left === of
        ? 'Now the server has none of them'
        : `Of all ${of} the server now has ${of - left}`,
    left === 0
      ? 'サーバーには今もすべて残っています'
      : left === of
        ? 'サーバーには今、1通も残っていません'
        : `今サーバーにあるのは${of - left}通です`,
  );
  if (gone > 0) {
    const taker = text(told, 'takenBy', protocol);
    const by = taker === null ? both('somebody', 'ほかの誰か') : machineNamed(told, taker);
    return both(
      `Over ${name}, no: ${gone} of ${mails(of).en} did not reach every machine, for “${by.en}” had taken ${gone === 1 ? 'it' : 'them'} off the server before the other one asked. ${rest.en}.`,
      `${name}では足りません。もう1台が確かめる前に「${by.ja}」がサーバーから消したため、${of}通のうち${gone}通が届きませんでした。${rest.ja}。`,
    );
  }
  if (missed > 0) return null;
  return both(
    `Over ${name}, yes: all ${of} reached every machine. ${rest.en}.`,
    `${name}では足りています。${of}通すべてがどのマシンにも届きました。${rest.ja}。`,
  );
}
