/** What was sent, seen from the other machine. */
import type { Protocol } from '../facts/index.ts';
import { type Answer, both, flag, forProtocols, refusalOf, type Told, text } from './sentences.ts';

export const sending: Answer = (told) => forProtocols((protocol, name) => seen(told, protocol, name));

function seen(told: Told, protocol: Protocol, name: string) {
  const [there, server] = [flag(told, 'sentSeen', protocol), flag(told, 'sentOnServer', protocol)];
  const refused = text(told, 'sentRefused', protocol);
  if (refused !== null && there === null) {
    const why = refusalOf(told, refused);
    return both(
      `From the ${name} machine nothing could be sent (${why.en}), so this stays open.`,
      `${name}のマシンからは送信できなかったため（${why.ja}）、答えは分かりません。`,
    );
  }
  if (there === null) return null;
  const kept = server === true;
  if (there)
    return both(
      `Over ${name}, yes: the other machine shows what was sent${kept ? ', for a copy of it lies on the server' : ''}.`,
      `${name}では読めます。送ったメールは別のマシンにも表示されます${kept ? '。サーバーにもコピーがあるからです' : ''}。`,
    );
  return both(
    `Over ${name}, no: ${kept ? 'the server has a copy, but the other machine does not see it' : 'what was sent lies on the machine that sent it, and nowhere on the server'}.`,
    `${name}では読めません。${kept ? 'サーバーにコピーはありますが、別のマシンからは見えません' : '送ったメールは送ったマシンの中だけにあり、サーバーにはありません'}。`,
  );
}
