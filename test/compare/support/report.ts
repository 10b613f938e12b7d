/** A report made by hand: two experiments, hostile words in everything that comes from a mail or a server. Nothing here was measured. */
import { nothingOf } from '../../../src/compare/run/cells.ts';
import { Experiment, type ExperimentInput } from '../../../src/contract/compare/experiment.ts';
import type {
  Cell,
  ExperimentResult,
  MailInfo,
  Outcome,
  Report,
  ServerState,
  StepResult,
} from '../../../src/contract/compare/result.ts';
import { inLang } from '../../../src/contract/compare/text.ts';
import type { WireLine } from '../../../src/contract/wire.ts';

/** What a mail or a server might say to a page that forgets to escape, and to a spreadsheet. */
export const hostile = {
  markup: '</td><script>alert("1")</script><img src=x onerror=alert(2)>',
  formula: '=HYPERLINK("http://evil.test","m")',
  attribute: '" onmouseover="alert(3)',
};

export const cell = (mail: string, over: Partial<Cell> = {}): Cell => ({
  ...nothingOf(mail),
  ...over,
});

/** Received, sent, round trips, ms on the line, octets on the disk. */
type Numbers = readonly [bytesIn: number, bytesOut: number, roundTrips: number, lineMs: number, disk: number];

let said = 0;
const wire = (who: WireLine['who'], text: string, protocol: WireLine['protocol']): WireLine => ({
  n: (said += 1),
  at: 1_790_000_000_000 + said * 40,
  account: 1,
  connection: 1,
  protocol,
  peer: `mx1.hana.test:${protocol === 'imap' ? 993 : 995}`,
  who,
  text,
});

const talk: Readonly<Record<'imap' | 'pop3', () => WireLine[]>> = {
  imap: () => [
    wire('*', 'connected, TLS 1.3', 'imap'),
    wire('S', `* OK [CAPABILITY IMAP4rev1 IDLE] ${hostile.markup}`, 'imap'),
    wire('C', '3 UID FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE)', 'imap'),
    wire('S', '* 1 FETCH (UID 1 FLAGS () …', 'imap'),
    wire('S', '3 OK Fetched.', 'imap'),
  ],
  pop3: () => [
    wire('*', 'connected, TLS 1.3', 'pop3'),
    wire('S', '+OK hana POP3 ready', 'pop3'),
    wire('C', 'UIDL', 'pop3'),
    wire('S', '+OK', 'pop3'),
    wire('C', 'RETR 1', 'pop3'),
    wire('S', '+OK 2310 octets', 'pop3'),
  ],
};

export function outcome(
  machine: string,
  protocol: 'imap' | 'pop3',
  cells: readonly Cell[],
  [bytesIn, bytesOut, roundTrips, lineMs, disk]: Numbers,
  over: Partial<Outcome> = {},
): Outcome {
  const commands = Math.max(0, roundTrips - 3);
  return {
    machine,
    acted: bytesIn > 0,
    state: 'on',
    traffic: { bytesIn, bytesOut, connections: bytesIn > 0 ? 1 : 0, roundTrips, commands },
    line: { bytesIn, bytesOut },
    lineMs,
    ms: lineMs / 1000 + (bytesIn > 0 ? 31 : 0),
    verbs: bytesIn === 0 ? {} : protocol === 'imap' ? { FETCH: 2, SELECT: 1 } : { RETR: 4, UIDL: 1 },
    disk: {
      total: disk,
      mail: protocol === 'pop3' ? Math.max(0, disk - 180_000) : 0,
      parts: protocol === 'imap' ? Math.max(0, disk - 180_000) : 0,
      database: Math.min(disk, 172_000),
      other: Math.max(0, Math.min(disk, 180_000) - 172_000),
    },
    messages: {
      known: cells.filter(({ holds }) => holds !== 'nothing').length,
      unread: cells.filter(({ holds, read }) => holds !== 'nothing' && !read).length,
      fresh: cells.filter(({ fresh }) => fresh).length,
      attachmentsHeld: cells.reduce((sum, { attachments }) => sum + attachments.held, 0),
    },
    folders: [
      { path: 'INBOX', local: false },
      { path: 'Sent', local: protocol === 'pop3' },
    ],
    found: null,
    error: null,
    cells: [...cells],
    transcript: bytesIn > 0 ? talk[protocol]() : [],
    ...over,
  };
}

const resultOf = (
  input: ExperimentInput,
  lang: 'en' | 'ja',
  answer: { readonly en: string; readonly ja: string },
  mails: MailInfo[],
  steps: readonly Omit<StepResult, 'n' | 'step' | 'at'>[],
  facts: ExperimentResult['facts'],
): ExperimentResult => {
  const experiment = Experiment.parse(input);
  return {
    name: experiment.name,
    title: inLang(experiment.title, lang),
    question: inLang(experiment.question, lang),
    answer: answer[lang],
    experiment,
    machines: experiment.machines,
    mails,
    steps: steps.map((step, n) => ({ ...step, n, step: experiment.steps[n - 1] ?? null, at: n * 60_000 })),
    facts,
    ms: 2345,
  };
};

const mail = (name: string, mailbox: string, subject: string, over: Partial<MailInfo> = {}): MailInfo => ({
  mail: name,
  mailbox,
  messageId: `<${name}.${mailbox}@compare.test>`,
  subject,
  from: 'Aiko Tanaka <aiko@hana.test>',
  size: 2310,
  attachment: 0,
  ...over,
});

const inbox = (mailbox: string, mails: readonly string[], seen: readonly string[] = []): ServerState => ({
  mailbox,
  folders: [
    {
      path: 'INBOX',
      mails: mails.map((name, i) => ({ mail: name, uid: i + 1, flags: seen.includes(name) ? ['\\Seen'] : [] })),
    },
    { path: hostile.markup, mails: [] },
  ],
});

const names = ['m1', 'm2', 'm3'];
const subjects = ['会議の件', hostile.markup, hostile.formula];

/** Four machines, three mails, four steps: the office reads, home asks. */
export function readState(lang: 'en' | 'ja' = 'en'): ExperimentResult {
  const boxes = ['pop3', 'imap'] as const;
  const machines = [
    ['office-pop3', 'Office PC over POP3', '職場のPC（POP3）', 'pop3'],
    ['home-pop3', 'Home PC over POP3', '自宅のPC（POP3）', 'pop3'],
    ['office-imap', 'Office PC over IMAP', '職場のPC（IMAP）', 'imap'],
    ['home-imap', 'Home PC over IMAP', '自宅のPC（IMAP）', 'imap'],
  ] as const;
  const all = (over: (name: string) => Partial<Cell>): Cell[] => names.map((name) => cell(name, over(name)));
  const nothing = all(() => ({}));
  const has = (holds: Cell['holds'], since: number, over: (name: string) => Partial<Cell> = () => ({})): Cell[] =>
    all((name) => ({
      holds,
      folder: 'INBOX',
      since,
      fresh: true,
      why: [{ what: 'added', cause: holds === 'whole' ? 'POP3 RETR 1' : 'IMAP FETCH' }],
      ...over(name),
    }));
  const read = (name: string): Partial<Cell> =>
    name === 'm3' ? { fresh: false } : { read: true, fresh: false, flags: ['seen'] };
  const none: Numbers = [0, 0, 0, 0, 180_000];
  const row = (cells: readonly (readonly Cell[])[], numbers: readonly Numbers[]): Outcome[] =>
    machines.map(([id, , , protocol], i) => outcome(id, protocol, cells[i] ?? nothing, numbers[i] ?? none));
  const quiet = [none, none, none, none];
  const office = [has('whole', 2), nothing, has('listed', 2), nothing];
  const opened = [has('whole', 3, read), nothing, has('text', 3, read), nothing];
  const home = [has('whole', 3, read), has('whole', 4), has('text', 3, read), has('listed', 4, read)];
  const here = [inbox('pop3', names), inbox('imap', names)];
  const seen = [inbox('pop3', names), inbox('imap', names, ['m1', 'm2'])];
  return resultOf(
    {
      name: 'read-state',
      title: { en: 'Read here, new there?', ja: 'ここで読んだら、あちらでは？' },
      question: {
        en: 'Is mail that I read at the office new again at home?',
        ja: '職場で読んだメールは、自宅でまた「新着」になりますか。',
      },
      machines: machines.map(([id, en, ja, protocol]) => ({ id, name: { en, ja }, protocol, mailbox: protocol })),
      steps: [
        { do: 'deliver', count: 3, note: { en: 'The same three mails come.', ja: '同じ3通のメールが届きます。' } },
        { do: 'sync', on: ['office-pop3', 'office-imap'] },
        { do: 'open', on: ['office-pop3', 'office-imap'], mails: ['m1', 'm2'] },
        { do: 'sync', on: ['home-pop3', 'home-imap'] },
      ],
    },
    lang,
    {
      en: 'Over POP3 yes: 3 of 3 mails are new again at home, 2 of them were read at the office. Over IMAP no.',
      ja: 'POP3では、はい。職場で読んだ2通を含む3通すべてが、自宅でまた新着になります。IMAPでは、いいえ。',
    },
    boxes.flatMap((box) => names.map((name, i) => mail(name, box, subjects[i] ?? name))),
    [
      { outcomes: row([], quiet), server: [inbox('pop3', []), inbox('imap', [])], differences: [] },
      { outcomes: row([], quiet), server: here, differences: [] },
      {
        outcomes: row(office, [[11_934, 1310, 14, 321, 187_400], none, [8422, 2104, 18, 402, 181_900], none]),
        server: here,
        differences: [],
      },
      {
        outcomes: row(opened, [none, none, [3120, 644, 6, 122, 183_300], none]),
        server: seen,
        differences: [],
      },
      {
        outcomes: row(home, [none, [11_934, 1310, 14, 321, 187_400], none, [8430, 2104, 18, 402, 181_900]]),
        server: seen,
        differences: [
          { mail: 'm1', mailbox: 'pop3', about: 'read', values: { 'office-pop3': true, 'home-pop3': false } },
          { mail: 'm2', mailbox: 'pop3', about: 'read', values: { 'office-pop3': true, 'home-pop3': false } },
        ],
      },
    ],
    { readStateShared: { imap: true, pop3: false }, newAgain: { imap: false, pop3: true } },
  );
}

/** Two phones on a thin line, a mail with an attachment of 10 MB; one of them has a disk that is full in the end. */
export function thinLine(lang: 'en' | 'ja' = 'en'): ExperimentResult {
  const link = { kbitPerSecond: 64, delayMs: 150 };
  const photos = (over: Partial<Cell>): Cell[] => [
    cell('photos', { folder: 'INBOX', attachments: { held: 0, all: 1 }, ...over }),
  ];
  const whole = { holds: 'whole', attachments: { held: 1, all: 1 }, since: 2 } as const;
  const both = (pop3: Cell[], imap: Cell[], numbers: readonly [Numbers, Numbers], error: Outcome['error'] = null) => ({
    outcomes: [
      outcome('phone-pop3', 'pop3', pop3, numbers[0]),
      outcome('phone-imap', 'imap', imap, numbers[1], { error }),
    ],
    server: [inbox('mine', pop3.length === 0 ? [] : ['photos'])],
    differences: [],
  });
  const listed = photos({ holds: 'listed', fresh: true, since: 2 });
  const text = photos({ holds: 'text', read: true, flags: ['seen'], since: 3 });
  return resultOf(
    {
      name: 'thin-line',
      title: { en: 'A big attachment on a thin line', ja: '細い回線と大きな添付ファイル' },
      question: {
        en: 'What does a 10 MB attachment cost on a thin line when I only want the text?',
        ja: '本文だけ読みたいとき、10 MBの添付ファイルは細い回線でどれだけの負担になりますか。',
      },
      machines: [
        {
          id: 'phone-pop3',
          name: { en: 'Phone over POP3, 64 kbit/s', ja: 'スマートフォン（POP3、64 kbit/s）' },
          protocol: 'pop3',
          link,
        },
        {
          id: 'phone-imap',
          name: { en: 'Phone over IMAP, text only, 64 kbit/s', ja: 'スマートフォン（IMAP、本文のみ、64 kbit/s）' },
          protocol: 'imap',
          link,
          storage: 5_000_000,
        },
      ],
      steps: [
        { do: 'deliver', as: 'photos', text: 1200, attachment: 10_000_000 },
        { do: 'sync', on: 'all' },
        { do: 'open', on: 'all', mails: 'photos' },
        { do: 'fetch', on: 'all', mails: 'photos' },
      ],
    },
    lang,
    {
      en: 'Over POP3 13.7 MB, 28 minutes on this line. Over IMAP 12.5 kB, 4.1 seconds: 0.09 % of it.',
      ja: 'POP3では13.7 MB、この回線で28分かかります。IMAPでは12.5 kB、4.1秒です（0.09 %）。',
    },
    [mail('photos', 'mine', 'Photos of the garden', { size: 13_687_212, attachment: 10_000_000 })],
    [
      both(
        [],
        [],
        [
          [0, 0, 0, 0, 180_000],
          [0, 0, 0, 0, 180_000],
        ],
      ),
      both(
        [cell('photos')],
        [cell('photos')],
        [
          [0, 0, 0, 0, 180_000],
          [0, 0, 0, 0, 180_000],
        ],
      ),
      both(photos({ ...whole, fresh: true }), listed, [
        [13_702_114, 1411, 12, 1_716_640, 13_871_000],
        [8114, 1980, 17, 6120, 182_000],
      ]),
      both(photos({ ...whole, read: true, flags: ['seen'], since: 3 }), text, [
        [0, 0, 0, 0, 13_871_000],
        [4391, 702, 5, 2120, 184_500],
      ]),
      both(
        photos({ ...whole, read: true, flags: ['seen'], since: 3 }),
        text,
        [
          [0, 0, 0, 0, 13_871_000],
          [5_102_118, 640, 4, 640_100, 190_500],
        ],
        {
          kind: 'not-stored',
          at: 'vault.parts',
          reason: 'disk-full',
          advice: 'free-space',
          said: hostile.markup,
        },
      ),
    ],
    { textBytes: { imap: 12_505, pop3: 13_702_114, ratio: 0.000912 } },
  );
}

export function report(lang: 'en' | 'ja' = 'en'): Report {
  said = 0;
  return {
    tegami: '0.1.0',
    node: '20.20.0',
    platform: 'linux x64',
    at: Date.UTC(2026, 10, 21, 0, 12),
    lang,
    seed: 1,
    pace: 1000,
    ground: { kind: 'lab', name: 'lab', imap: `* OK ${hostile.markup}`, pop3: '+OK hana POP3 ready' },
    ms: 8123,
    experiments: [readState(lang), thinLine(lang)],
    skipped: [
      {
        name: 'share',
        why: {
          kind: 'refused',
          at: 'compare.run',
          reason: 'too-few-mailboxes',
          advice: 'check-input',
          facts: { wanted: 2, there: 1 },
        },
      },
    ],
  };
}
