/** Can a mail be found that this machine never downloaded? */

import { octets } from '../../contract/compare/numbers.ts';
import type { Localized } from '../../contract/lab/world.ts';
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, flag, forProtocols, refusalOf, type Told, text } from './sentences.ts';

export const searching: Answer = (told) => [
  ...forProtocols((protocol, name) => onServer(told, protocol, name)),
  ...forProtocols((protocol, name) => here(told, protocol, name)),
];

const kinds: Readonly<Record<string, Localized>> = {
  foundByFrom: both('by sender', '差出人で'),
  foundByTo: both('by recipient', '宛先で'),
  foundByText: both('by a word in the mail', 'メール中の語で'),
};

function onServer(told: Told, protocol: Protocol, name: string) {
  const worked = flag(told, 'serverSearch', protocol);
  if (worked === null) return null;
  const refused = text(told, 'serverSearchRefused', protocol);
  if (refused === 'pop3-no-search')
    return both(
      `Over ${name}, no: ${name} has no command that searches, so what was not downloaded cannot be found.`,
      `${name}では探せません。${name}には検索のコマンドがないため、受け取っていないメールは見つけられません。`,
    );
  if (refused !== null) {
    const why = refusalOf(told, refused);
    return both(`Over ${name}, no: the search failed (${why.en}).`, `${name}では探せませんでした（${why.ja}）。`);
  }
  const knew = count(told, 'knewBefore', protocol) ?? 0;
  const found = Object.entries(kinds).flatMap(([fact, kind]) => foundBy(told, fact, kind, protocol) ?? []);
  const cost = count(told, 'searchBytes', protocol) ?? 0;
  const list = both(found.map(({ en }) => en).join(', '), found.map(({ ja }) => ja).join('、'));
  if (worked)
    return both(
      `Over ${name}, yes: the server searches for a machine that had ${knew === 0 ? 'no mail' : mails(knew).en} of its own (${list.en}), for ${octets(cost)} a search.`,
      `${name}では探せます。マシンの中には${knew === 0 ? '1通もなくても' : `${knew}通しかなくても`}、サーバーが探します（${list.ja}）。1回の検索にかかった通信は${octets(cost)}です。`,
    );
  return both(
    `Over ${name}, not all of it: the server searched, and some was missing (${list.en}).`,
    `${name}では、サーバーが探しましたが、見つからないものがありました（${list.ja}）。`,
  );
}

function foundBy(told: Told, fact: string, kind: Localized, protocol: Protocol): Localized | null {
  const [n, of] = [count(told, fact, protocol), count(told, fact, 'of')];
  return n === null || of === null ? null : both(`${kind.en} ${n} of ${of}`, `${kind.ja}${of}通中${n}通`);
}

function here(told: Told, protocol: Protocol, name: string) {
  const [first, last] = [count(told, 'foundHereFirst', protocol), count(told, 'foundHereLast', protocol)];
  const [of, cost] = [count(told, 'foundHereLast', 'of'), count(told, 'fetchBytes', protocol)];
  if (first === null || last === null || of === null || cost === null) return null;
  return both(
    `On the ${name} machine itself ${first} of ${of} were found before it fetched its mail, and ${last} of ${of} after it had (${octets(cost)}).`,
    `${name}のマシンの中だけを探すと、受信前は${of}通中${first}通、受信後（通信量${octets(cost)}）は${of}通中${last}通が見つかりました。`,
  );
}
