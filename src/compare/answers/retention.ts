/** Does mail reach every machine before it leaves the server? */
import type { Protocol } from '../facts/index.ts';
import { beyond } from './folders.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, forProtocols, type Told } from './sentences.ts';

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
    left === 0 ? 'The server still has all of them' : `The server has ${of - left} of them now`,
    left === 0 ? 'サーバーには今もすべて残っています' : `今サーバーにあるのは${of - left}通です`,
  );
  if (gone > 0)
    return both(
      `Over ${name}, no: ${gone} of ${mails(of).en} never reached the other machine, for ${gone === 1 ? 'it' : 'they'} had been taken off the server before it asked. ${rest.en}.`,
      `${name}では足りません。${of}通のうち${gone}通は、もう1台が確かめる前にサーバーから消され、届きませんでした。${rest.ja}。`,
    );
  if (missed > 0) return null;
  return both(
    `Over ${name}, yes: all ${of} reached every machine. ${rest.en}.`,
    `${name}では足りています。${of}通すべてがどの機械にも届きました。${rest.ja}。`,
  );
}
