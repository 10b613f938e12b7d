/** Facts and what they are told of, in words; one that is not known here keeps its own name. */
import type { Lang } from '../amounts.ts';

type Names = Readonly<Record<string, Readonly<Record<Lang, string>>>>;

const facts: Names = {
  readStateShared: {
    en: 'What was read on one machine is read on the other',
    ja: '一方で読んだメールは、もう一方でも既読',
  },
  newAgain: {
    en: 'Mail that was read is new again on the other machine',
    ja: '読んだメールが、もう一方でまた新着になる',
  },
  copies: { en: 'Whole copies on the machines', ja: 'マシンにあるメール全体のコピー' },
  copiesOnServer: { en: 'Copies on the server', ja: 'サーバーにあるコピー' },
  serverFolders: {
    en: 'A folder that one machine made is there for the other',
    ja: '一方で作ったフォルダーが、もう一方にもある',
  },
  textBytes: { en: 'Bytes until the text was read', ja: '本文を読むまでの通信量（バイト）' },
  serverSearch: {
    en: 'The server searches for mail that the machine never fetched',
    ja: '取得していないメールをサーバーが探せる',
  },
  found: { en: 'Mails found', ja: '見つかったメール' },
  survives: { en: 'Mails that are left when the machine is lost', ja: 'マシンを失っても残るメール' },
  deletedThere: { en: 'What was deleted here is gone there too', ja: 'ここで削除すると、あちらでも消える' },
  neverReached: { en: 'Mails that one machine never got', ja: '一方のマシンに届かずに終わったメール' },
  sentSeen: { en: 'Mail that one machine sent is seen on the other', ja: '一方から送ったメールが、もう一方でも見える' },
  lockedOut: { en: 'A second machine is kept out meanwhile', ja: 'その間、2台目は締め出される' },
  toldAtOnce: { en: 'New mail is told at once, without asking', ja: '問い合わせなくても新着がすぐ知らされる' },
  shared: { en: 'A colleague sees the folder', ja: '同僚からフォルダーが見える' },
};

const keys: Names = {
  imap: { en: 'IMAP', ja: 'IMAP' },
  pop3: { en: 'POP3', ja: 'POP3' },
  ratio: { en: 'IMAP of POP3', ja: 'POP3に対するIMAPの割合' },
  of: { en: 'of', ja: '全体' },
  'pop3-keep': { en: 'POP3, left on the server', ja: 'POP3（サーバーに残す）' },
  'pop3-delete': { en: 'POP3, taken off the server', ja: 'POP3（サーバーから消す）' },
};

export const factName = (name: string, lang: Lang): string => facts[name]?.[lang] ?? name;
export const factKey = (key: string, lang: Lang): string => keys[key]?.[lang] ?? key;
