/** Where does a mail lie, and how often? */
import type { Localized } from '../../contract/lab/world.ts';
import { type Answer, both, count, forProtocols } from './sentences.ts';

export const copies: Answer = (told) =>
  forProtocols((protocol, name) => {
    const [here, there] = [count(told, 'copies', protocol), count(told, 'copiesOnServer', protocol)];
    if (here === null || there === null) return null;
    const [on, server] = [machines(here), onServer(there)];
    return both(
      `Over ${name} a whole copy of a mail lies on ${on.en}, and ${server.en}.`,
      `${name}では、メール全体のコピーが${on.ja}、${server.ja}。`,
    );
  });

function machines(n: number): Localized {
  if (n === 0) return both('no machine', 'どのマシンにもなく');
  return both(n === 1 ? '1 machine' : `${n} machines`, `${n}台のマシンにあり`);
}

function onServer(n: number): Localized {
  if (n === 0) return both('the server has none any more', 'サーバーにはもうありません');
  if (n === 1) return both('the server has one', 'サーバーに1つあります');
  return both(`the server has it in ${n} folders`, `サーバーの${n}つのフォルダーにあります`);
}
