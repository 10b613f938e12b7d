/** Without a connection. */
import type { Localized } from '../../contract/lab/world.ts';
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, flag, forProtocols, type Told } from './sentences.ts';

const ahead: Readonly<Record<string, Localized>> = {
  pop3: both('POP3', 'POP3'),
  'imap-everything': both('IMAP that fetches everything ahead', 'すべてを先に取得するIMAP'),
  'imap-text': both('IMAP that fetches texts ahead', '本文を先に取得するIMAP'),
  'imap-list': both('IMAP that fetches only the list', '一覧だけを取得するIMAP'),
};

export const away: Answer = (told) => [
  ...Object.entries(ahead).map(([key, name]) => readable(told, key, name)),
  ...forProtocols((protocol, name) => carried(told, protocol, name)),
  ...allCaughtUp(told),
];

function readable(told: Told, key: string, name: Localized): Localized | null {
  const [n, of] = [count(told, 'readOffline', key), count(told, 'readOffline', 'of')];
  if (n === null || of === null || of === 0) return null;
  return both(
    `With ${name.en}, ${n} of ${mails(of).en} can be read without a connection.`,
    `${name.ja}では、接続がなくても${of}通のうち${n}通を読めます。`,
  );
}

function carried(told: Told, protocol: Protocol, name: string) {
  const there = flag(told, 'carriedLater', protocol);
  if (there === null) return null;
  if (there)
    return both(
      `What was filed in the meantime over ${name} reaches the server afterwards, and the other machine shows it.`,
      `その間に${name}で整理したことは後でサーバーに伝わり、別のマシンにも反映されます。`,
    );
  return both(
    `What was filed in the meantime over ${name} never shows on the other machine.`,
    `その間に${name}で整理したことは、別のマシンには反映されません。`,
  );
}

/** One sentence where it came out alike over both. */
function allCaughtUp(told: Told) {
  if (flag(told, 'caughtUp', 'pop3') !== true || flag(told, 'caughtUp', 'imap') !== true)
    return forProtocols((protocol, name) => caughtUp(told, protocol, name));
  return [
    both(
      'What came meanwhile was fetched over POP3 and over IMAP as soon as there was a connection.',
      'その間に届いたメールは、接続が戻るとPOP3でもIMAPでも受け取れました。',
    ),
  ];
}

function caughtUp(told: Told, protocol: Protocol, name: string) {
  const done = flag(told, 'caughtUp', protocol);
  if (done === null) return null;
  if (done)
    return both(
      `What came meanwhile was fetched over ${name} as soon as there was a connection.`,
      `その間に届いたメールは、接続が戻ると${name}で受け取れました。`,
    );
  return both(
    `What came meanwhile did not arrive over ${name}, even with a connection.`,
    `その間に届いたメールは、接続が戻っても${name}では受け取れませんでした。`,
  );
}
