/** The part that people read, in English and Japanese, with the servers' own words as they are. */
import type { Action, Report, ReportedRecipient } from './about.ts';
import { statusOf } from './status.ts';
import { dateOf } from './status-part.ts';

interface Language {
  readonly subject: Readonly<Record<Action, string>>;
  greeting(host: string, subject: string): string;
  readonly what: Readonly<Record<Action, string>>;
  said(remote: string | null): string;
  expired(hours: number): string;
  /** ms since 1970 */
  until(at: number): string;
  /** By enhanced status, the longest beginning that fits. */
  readonly helps: Readonly<Record<string, string>>;
  readonly below: string;
}

const en: Language = {
  subject: {
    failed: 'Not delivered',
    delayed: 'Not delivered yet',
    delivered: 'Delivered',
    relayed: 'Passed on',
    expanded: 'Passed on to a list',
  },
  greeting: (host, subject) => `This is the mail server ${host}. It writes about your mail "${subject}".`,
  what: {
    failed: 'It could not be delivered to the following address, and will not be tried again:',
    delayed:
      'It has not been delivered to the following address yet. It is tried again by itself; you need not do anything:',
    delivered: 'It was delivered to the following address:',
    relayed: 'It was passed on to a server that sends no reports of its own. This is the last that you hear of it:',
    expanded: 'It was sent to the members of the following list. No more is reported:',
  },
  said: (remote) => (remote === null ? 'Why' : `${remote} said`),
  expired: (hours) =>
    `It was tried for ${hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour')}. What was found last stands above.`,
  until: (at) => `It is tried until ${dateOf(at)}; if it still cannot be delivered then, you get another report.`,
  helps: {
    '5.1.1': 'That server has no such mailbox. Check what stands before the @, and send the mail again.',
    '5.1.2': 'There is no such domain. Check what stands after the @, and send the mail again.',
    '5.1.10': 'This domain says in its DNS that it takes no mail.',
    '5.2.2': 'The mailbox is full. Its owner must make room first.',
    '4.2.2': 'The mailbox is full. Its owner must make room first.',
    '5.3.4': 'The mail is too large for that server. Send it in smaller pieces, or a link.',
    '5.4.6': 'The mail goes in a circle. The postmaster of that domain must mend it.',
    '5.6.7': 'That server does not know addresses beyond ASCII.',
    '5.7': 'That server does not want this mail. Its words say why.',
    '4.4': 'That server could not be reached.',
    '4.7': 'That server asked to come again later.',
  },
  below: 'What follows is for programs, and then your mail, or its header.',
};

const ja: Language = {
  subject: {
    failed: '配達できませんでした',
    delayed: 'まだ配達できていません',
    delivered: '配達しました',
    relayed: '次のサーバーに渡しました',
    expanded: 'メーリングリストに配りました',
  },
  greeting: (host, subject) => `メールサーバー ${host} から、メール「${subject}」についてお知らせします。`,
  what: {
    failed: '次の宛先には配達できませんでした。再送は行いません。',
    delayed: '次の宛先にはまだ配達できていません。自動で再送しますので、送り直す必要はありません。',
    delivered: '次の宛先に配達しました。',
    relayed: '配達通知に対応していないサーバーに渡しました。これより先のお知らせはありません。',
    expanded: '次のメーリングリストの参加者に配りました。これより先のお知らせはありません。',
  },
  said: (remote) => (remote === null ? '理由' : `${remote} の応答`),
  expired: (hours) =>
    `${hours % 24 === 0 ? `${hours / 24}日間` : `${hours}時間`}にわたって再送しましたが、届きませんでした。最後の結果は上のとおりです。`,
  until: (at) => `${japaneseDate(at)}まで再送を続けます。それでも届かなければ、改めてお知らせします。`,
  helps: {
    '5.1.1': '相手のサーバーに、そのメールボックスはありません。@ の前をご確認のうえ、送り直してください。',
    '5.1.2': 'そのドメインはありません。@ の後ろをご確認のうえ、送り直してください。',
    '5.1.10': 'このドメインは、メールを受け取らないことをDNSで公開しています。',
    '5.2.2': '相手のメールボックスがいっぱいです。空きができるまで届きません。',
    '4.2.2': '相手のメールボックスがいっぱいです。空きができるまで届きません。',
    '5.3.4': '相手のサーバーが受け取れる大きさを超えています。分けて送るか、リンクをお使いください。',
    '5.4.6': 'メールが同じところを回っています。相手のドメインの管理者による設定の見直しが必要です。',
    '5.6.7': '相手のサーバーはASCII以外のアドレスに対応していません。',
    '5.7': '相手のサーバーが受け取りを断りました。理由は応答のとおりです。',
    '4.4': '相手のサーバーにつながりませんでした。',
    '4.7': '相手のサーバーから、時間をおいて送り直すよう求められました。',
  },
  below: 'このあとに、プログラムのための情報と、お送りいただいたメール（またはそのヘッダー）が続きます。',
};

/** As people write it, in UTC. */
function japaneseDate(at: number): string {
  const date = new Date(at);
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${date.getUTCHours()}:${minutes}（協定世界時）`;
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** For the Subject field. */
export function subjectOf({ recipients, subject }: Report): string {
  const action = recipients[0]?.action ?? 'failed';
  return `${en.subject[action]} / ${ja.subject[action]}: ${subject}`;
}

/** Text with CRLF line ends. */
export function humanPart(report: Report): string {
  return [...inLanguage(report, en), '', '-- ', '', ...inLanguage(report, ja), '']
    .join('\r\n')
    .replace('\r\n-- \r\n', '\r\n');
}

function inLanguage(report: Report, words: Language): string[] {
  const { host, subject, recipients, arrived, until } = report;
  const lines = [words.greeting(host, subject)];
  for (const action of ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const) {
    const these = recipients.filter((one) => one.action === action);
    if (these.length === 0) continue;
    lines.push('', words.what[action]);
    for (const one of these) lines.push('', ...about(one, words));
    if (these.some(({ expired }) => expired)) lines.push('', words.expired(Math.round((until - arrived) / 3_600_000)));
    if (action === 'delayed') lines.push('', words.until(until));
  }
  return [...lines, '', words.below];
}

function about({ address, action, said, remote }: ReportedRecipient, words: Language): string[] {
  const lines = [`  ${address}`];
  if (action !== 'failed' && action !== 'delayed') return lines;
  lines.push(`    ${words.said(remote)}: ${said.replace(/[\x00-\x1f\x7f]+/g, ' ')}`);
  const status = statusOf(said);
  const help = words.helps[status] ?? words.helps[status.split('.').slice(0, 2).join('.')];
  if (help !== undefined) lines.push(`    ${help}`);
  return lines;
}
