/** What is left when a machine dies? */
import type { Localized } from '../../contract/lab/world.ts';
import { ofAll } from './numbers.ts';
import { type Answer, both, count, type Told } from './sentences.ts';

const policies: Readonly<Record<string, Localized>> = {
  'pop3-keep': both('Over POP3 that leaves mail on the server', 'サーバーに残すPOP3では'),
  'pop3-delete': both('Over POP3 that takes mail off the server', 'サーバーから消すPOP3では'),
  'pop3-days': both('Over POP3 that leaves mail there for some days', '一定の日数だけサーバーに残すPOP3では'),
  imap: both('Over IMAP', 'IMAPでは'),
};

export const losing: Answer = (told) => Object.keys(policies).map((policy) => left(told, policy));

function left(told: Told, policy: string): Localized | null {
  const name = policies[policy];
  const [survives, of] = [count(told, 'survives', policy), count(told, 'survives', 'of')];
  const server = count(told, 'wasOnServer', policy);
  if (name === undefined || survives === null || of === null || server === null) return null;
  const lay = layOnServer(server, of);
  const also = [
    kept(told, 'readSurvives', policy, both('marked as read', '既読の印')),
    kept(told, 'filedSurvives', policy, both('in their folder', 'フォルダー分け')),
    kept(told, 'sentSurvives', policy, both('sent mail', '送信済みメール')),
  ].flatMap((each) => each ?? []);
  const end =
    also.length === 0 || survives === 0
      ? both('', '')
      : both(` (${also.map(({ en }) => en).join(', ')})`, `（${also.map(({ ja }) => ja).join('、')}）`);
  return both(
    `${name.en}, ${lay.en}; ${ofAll(survives, of)} ${of === 1 || survives === 1 ? 'is' : 'are'} left after the loss${end.en}.`,
    `${name.ja}${lay.ja}、マシンが壊れた後、${stayed(survives, of)}${end.ja}。`,
  );
}

const stayed = (n: number, of: number): string =>
  n === 0 ? '1通も残りませんでした' : n === of ? `${of}通すべてが残りました` : `残ったのは${of}通のうち${n}通でした`;

const layOnServer = (n: number, of: number): Localized =>
  n === 0
    ? both(`the server had none of the ${of} mails`, `${of}通のどれもサーバーになく`)
    : n === of
      ? both(`the server had all ${of} mails`, `${of}通すべてがサーバーにあり`)
      : both(`the server had ${n} of the ${of} mails`, `${of}通のうち${n}通がサーバーにあり`);

/** `still marked as read: 0 of 3`; nothing where there was nothing of it to be lost. */
function kept(told: Told, fact: string, policy: string, what: Localized): Localized | null {
  const [n, of] = [count(told, fact, policy), count(told, fact, 'of')];
  if (n === null || of === null || of === 0) return null;
  return both(`${what.en}: ${n} of ${of}`, `${what.ja}は${of}通中${n}通`);
}
