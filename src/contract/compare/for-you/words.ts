/** The table and the recommendation in both languages, with the person's own numbers. */
import type { Localized } from '../../lab/world.ts';
import { duration, octets } from '../numbers.ts';
import type { Caution, ForYou, Reason } from './choose.ts';
import { type Way, ways } from './numbers.ts';

export interface ForYouTable {
  readonly columns: readonly { readonly way: Way; readonly name: Localized; readonly chosen: boolean }[];
  readonly rows: readonly { readonly label: Localized; readonly cells: readonly Localized[] }[];
}

export interface InWords {
  readonly headline: Localized;
  readonly reasons: readonly Localized[];
  readonly cautions: readonly Localized[];
}

const both = (en: string, ja: string): Localized => ({ en, ja });
const same = (text: string): Localized => both(text, text);
const yes = both('yes', 'はい');
const no = both('no', 'いいえ');

/** Cells stand in the order of the columns. */
export function forYouTable(result: ForYou): ForYouTable {
  const { needs, numbers } = result;
  const row = (label: Localized, cell: (way: Way) => Localized) => ({ label, cells: ways.map(cell) });
  const size = (value: (way: Way) => number) => (way: Way) => same(octets(Math.round(value(way))));
  return {
    columns: ways.map((way) => ({ way, name: nameOf(way, result), chosen: way === result.choice })),
    rows: [
      row(
        both('Traffic in a month, all machines', '1か月の通信量（全マシン）'),
        size((way) => numbers[way].month.octets),
      ),
      row(both('Round trips in a month', '1か月の往復回数'), (way) => grouped(numbers[way].month.roundTrips)),
      row(both('That long on a line of 64 kbit/s, each machine', '64 kbit/sの回線での時間（1台あたり）'), (way) =>
        duration(numbers[way].thinMs),
      ),
      row(
        both(`On a machine after ${days(needs.keepDays)}`, `${needs.keepDays}日後にマシンにある量`),
        size((way) => numbers[way].machine),
      ),
      row(
        both(`On the server after ${days(needs.keepDays)}`, `${needs.keepDays}日後にサーバーにある量`),
        size((way) => numbers[way].server),
      ),
      row(both('Fits what the provider gives', 'プロバイダーの容量に収まる'), (way) =>
        needs.quota === null || numbers[way].server <= needs.quota ? yes : no,
      ),
      row(both('Whole copies of a mail', 'メール全体のコピーの数'), (way) => same(String(numbers[way].copies))),
      row(both('Read and filed here, so there too', '既読や整理がほかのマシンにも反映される'), (way) =>
        way === 'pop3' ? no : yes,
      ),
      row(both('Mail is left when a machine is lost', 'マシンが壊れてもメールが残る'), (way) => survival(way, result)),
      row(both('Can be read without a connection', '接続なしで読める'), (way) => offline(way, result)),
    ],
  };
}

function nameOf(way: Way, { pop3Keeps }: ForYou): Localized {
  if (way === 'imap') return same('IMAP');
  if (way === 'imap-copy') return both('IMAP, with a copy', 'IMAP（手元にコピーを持つ）');
  if (pop3Keeps.policy === 'forever') return both('POP3, mail stays on the server', 'POP3（サーバーに残す）');
  if (pop3Keeps.policy === 'delete') return both('POP3, mail leaves the server', 'POP3（サーバーから消す）');
  const { days } = pop3Keeps;
  return both(`POP3, mail stays for ${days === 1 ? '1 day' : `${days} days`}`, `POP3（サーバーに${days}日残す）`);
}

function survival(way: Way, { pop3Keeps, fits, daysUntilFull, needs }: ForYou): Localized {
  if (way === 'pop3' && pop3Keeps.policy === 'days')
    return both(`of the last ${pop3Keeps.days} days`, `直近${pop3Keeps.days}日分だけ`);
  if (way === 'pop3')
    return pop3Keeps.policy === 'forever' ? yes : needs.machines > 1 ? both('on the others', 'ほかのマシンに残る') : no;
  const days = Math.floor(daysUntilFull ?? 0);
  return fits
    ? yes
    : both(`of ${days === 1 ? '1 day' : `${days} days`}, as far as there is room`, `容量の範囲で${days}日分`);
}

function offline(way: Way, { needs }: ForYou): Localized {
  if (way === 'pop3') return both('all, on each machine', 'すべて（どのマシンでも）');
  if (way === 'imap') return both('what was opened there', 'そのマシンで開いたものだけ');
  return needs.readOffline || needs.machines === 1
    ? both('all', 'すべて')
    : both('all, on one machine', 'すべて（1台で）');
}

const grouped = (n: number): Localized => same(Math.round(n).toLocaleString('en-US'));

export const inWords = (result: ForYou): InWords => ({
  headline: headlines[result.choice](result),
  reasons: result.reasons.map((reason) => reasons[reason](result)),
  cautions: result.cautions.map((caution) => cautions[caution](result)),
});

const headlines: Readonly<Record<Way, (result: ForYou) => Localized>> = {
  imap: () => both('IMAP suits you.', 'IMAPが合っています。'),
  'imap-copy': ({ needs }) =>
    needs.readOffline && needs.machines > 1
      ? both(
          'IMAP suits you, with whole mails fetched to your machines as well.',
          'IMAPが合っています。各マシンにメール全体も取得しておきましょう。',
        )
      : both(
          'IMAP suits you, with a copy of whole mails on one machine.',
          'IMAPが合っています。1台にメール全体のコピーも持ちましょう。',
        ),
  pop3: (result) => {
    const { en, ja } = nameOf('pop3', result);
    return both(`${en}: this suits you better.`, `${ja}のほうが合っています。`);
  },
};

const monthly = ({ numbers }: ForYou, way: Way): string => octets(Math.round(numbers[way].month.octets));
const room = ({ needs }: ForYou): string => octets(needs.quota ?? 0);
const full = ({ daysUntilFull }: ForYou): number => Math.floor(daysUntilFull ?? 0);
const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`);

const reasons: Readonly<Record<Reason, (result: ForYou) => Localized>> = {
  shared: () =>
    both(
      'Others read some of your mail: only IMAP has folders that can be shared.',
      'ほかの人も読むメールがあります。フォルダーを共有できるのはIMAPだけです。',
    ),
  'several-machines': ({ needs }) =>
    both(
      `You use ${needs.machines} machines: over IMAP they agree about what is read, filed and sent; over POP3 each has its own view.`,
      `${needs.machines}台で使うなら、IMAPでは既読・整理・送信済みがそろいます。POP3ではマシンごとに別々になります。`,
    ),
  'thin-line': (result) => {
    const [imap, pop3] = [duration(result.numbers.imap.thinMs), duration(result.numbers.pop3.thinMs)];
    return both(
      `Your line is thin: a month's mail takes ${imap.en} for each machine over IMAP, and ${pop3.en} over POP3.`,
      `回線が細いため、1台あたり1か月分の通信にIMAPで${imap.ja}、POP3では${pop3.ja}かかります。`,
    );
  },
  'server-keeps': () =>
    both(
      'Mail stays on the server, so it is not lost with a machine.',
      'メールがサーバーに残るため、マシンが壊れても失われません。',
    ),
  'read-offline': (result) =>
    result.choice === 'pop3'
      ? both(
          'You read without a connection: POP3 fetches every mail whole.',
          '接続なしで読むには、すべてを取得するPOP3が向いています。',
        )
      : both(
          'You read without a connection: so whole mails are fetched ahead.',
          '接続なしで読むため、メール全体を先に取得しておきます。',
        ),
  'does-not-fit': (result) =>
    both(
      `Your mail fills the ${room(result)} of your provider in ${days(full(result))}, and you keep it for ${days(result.needs.keepDays)}: it has to live on a machine of yours.`,
      `メールを${result.needs.keepDays}日間残したいのに、プロバイダーの${room(result)}は${full(result)}日でいっぱいになります。手元のマシンに置く必要があります。`,
    ),
  'cheaper-whole': (result) => {
    const against = result.needs.readOffline ? 'imap-copy' : 'imap';
    return both(
      `It moves less: ${monthly(result, 'pop3')} in a month, IMAP ${monthly(result, against)}.`,
      `通信量が少なくて済みます。1か月でPOP3は${monthly(result, 'pop3')}、IMAPは${monthly(result, against)}です。`,
    );
  },
  'simple-enough': () =>
    both(
      'You use one machine and share nothing, so nothing is missed that IMAP keeps in step.',
      '1台だけで使い、共有もしないため、IMAPでマシンどうしをそろえる必要がありません。',
    ),
  'little-disk': (result) => {
    const [imap, pop3] = [result.numbers.imap.machine, result.numbers.pop3.machine].map((n) => octets(Math.round(n)));
    return both(
      `A machine keeps ${imap} in the end, over POP3 it would be ${pop3}.`,
      `マシンに保存される量は最終的に${imap}です。POP3なら${pop3}になります。`,
    );
  },
};

const cautions: Readonly<Record<Caution, (result: ForYou) => Localized>> = {
  'server-fills': (result) =>
    both(
      `After ${days(full(result))} the ${room(result)} of your provider are full: delete old mail, or move it to a machine, before that.`,
      `${full(result)}日でプロバイダーの${room(result)}がいっぱいになります。その前に古いメールを消すか、手元のマシンに移してください。`,
    ),
  'only-copy': () =>
    both(
      'What has left the server is on your machine only: back it up.',
      'サーバーから消えたメールは手元のマシンにしかありません。バックアップを取ってください。',
    ),
  'copy-is-only-copy': (result) =>
    both(
      `Mail older than ${days(full(result))} has to leave the server: then the copy is all there is. Back it up.`,
      `${full(result)}日より古いメールはサーバーから消す必要があり、その後はコピーだけが頼りです。バックアップを取ってください。`,
    ),
  'first-visit': () =>
    both(
      'Fetch whole mails where the line is good: on a thin one it takes hours.',
      'メール全体の取得は、太い回線のあるところで行ってください。細い回線では何時間もかかります。',
    ),
  'not-offline': () =>
    both(
      'Without a connection you can read only what you opened before, or what was fetched as text ahead.',
      '接続がないときに読めるのは、前に開いたメールか、本文を先に取得したメールだけです。',
    ),
};
