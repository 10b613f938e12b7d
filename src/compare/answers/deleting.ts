/** Deleted here, still there? */
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, forProtocols, type Told } from './sentences.ts';

export const deleting: Answer = (told) => [
  ...forProtocols((protocol, name) => there(told, protocol, name)),
  ...forProtocols((protocol, name) => onServer(told, protocol, name)),
];

function there(told: Told, protocol: Protocol, name: string) {
  const [still, of] = [count(told, 'stillThere', protocol), count(told, 'deletedMails', protocol)];
  const moved = count(told, 'movedThere', protocol) ?? 0;
  if (still === null || of === null) return null;
  if (still > 0)
    return both(
      `Over ${name}, yes: of ${mails(of).en} deleted on one machine, the other one still shows ${still} where ${still === 1 ? 'it was' : 'they were'}.`,
      `${name}ではまだあります。あるマシンで削除した${of}通のうち${still}通が、別のマシンでは元の場所に残っています。`,
    );
  const trash = moved === 0 ? both('', '') : both(` (${moved} in its trash)`, `（うち${moved}通はゴミ箱）`);
  return both(
    `Over ${name}, no: of ${mails(of).en} deleted on one machine, the other one shows none where it was${trash.en}.`,
    `${name}ではもうありません。あるマシンで削除した${of}通は、別のマシンでも元の場所から消えています${trash.ja}。`,
  );
}

function onServer(told: Told, protocol: Protocol, name: string) {
  const [still, of] = [count(told, 'stillOnServer', protocol), count(told, 'deletedMails', protocol)];
  if (still === null || of === null) return null;
  if (still === 0)
    return both(
      `What was deleted over ${name} is gone from its place on the server too.`,
      `${name}で削除したメールは、サーバーの元の場所からも消えています。`,
    );
  return both(
    `On the server ${still} of the ${of} deleted over ${name} still ${still === 1 ? 'lies' : 'lie'} in ${still === 1 ? 'its' : 'their'} place.`,
    `${name}で削除した${of}通のうち${still}通は、サーバーの元の場所に残っています。`,
  );
}
