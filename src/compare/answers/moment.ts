/** Two machines at the same moment. */
import type { Protocol } from '../facts/index.ts';
import { type Answer, both, flag, forProtocols, type Told, text } from './sentences.ts';

export const moment: Answer = (told) => [
  ...forProtocols((protocol, name) => second(told, protocol, name)),
  ...forProtocols((protocol, name) => news(told, protocol, name)),
];

function second(told: Told, protocol: Protocol, name: string) {
  const locked = flag(told, 'lockedOut', protocol);
  if (locked === null) return null;
  if (!locked) return both(`Over ${name} both get in at the same moment.`, `${name}では、2台が同時に使えます。`);
  const reason = text(told, 'lockedOutSaid', protocol) ?? text(told, 'lockedOutBy', protocol) ?? '';
  const later = flag(told, 'gotInLater', protocol) === true;
  return both(
    `Over ${name} the second machine is turned away while the first is connected (“${reason}”)${later ? '; later it got in' : ' and did not get in later either'}.`,
    `${name}では、1台目が使っている間、2台目は断られます（「${reason}」）。${later ? '後でやり直すと接続できました。' : '後でやり直しても接続できませんでした。'}`,
  );
}

function news(told: Told, protocol: Protocol, name: string) {
  const atOnce = flag(told, 'toldAtOnce', protocol);
  if (atOnce === null) return null;
  if (atOnce)
    return both(
      `A new mail is told to the ${name} machine at once, without its asking.`,
      `新しいメールは、${name}のマシンには尋ねなくてもすぐに知らされます。`,
    );
  const later = flag(told, 'gotByAsking', protocol);
  return both(
    `The ${name} machine is not told of a new mail${later === true ? '; it gets it when it asks the next time' : later === false ? ', and did not get it by asking later either' : ''}.`,
    `${name}のマシンには新しいメールが知らされません。${later === true ? '次に確かめたときに受け取ります。' : later === false ? '後で確かめても受け取れませんでした。' : ''}`,
  );
}
