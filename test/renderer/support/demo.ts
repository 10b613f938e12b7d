/** Demo mail for the gallery: two accounts, English and Japanese, hard names, ten thousand rows. */
import { MailError } from '../../../src/base/errors.ts';
import type { MessageRow } from '../../../src/contract/mail.ts';
import type { FakeEngine } from './fake-engine.ts';
import { accountRow, folderRow, messageRow } from './rows.ts';

export interface Demo {
  /** Part contents by `message/part`. */
  readonly parts: ReadonlyMap<string, { type: string; text: string }>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const people = [
  { name: 'Aiko Tanaka', address: 'aiko@hana.test' },
  { name: '伊藤 勉', address: 'ito@kaze.test' },
  { name: 'Chiara Rossi', address: 'chiara@rossi.example' },
  { name: '東京手紙新聞', address: 'news@tegami-shimbun.example' },
  { name: 'Dmitri Volkov', address: 'dmitri@volkov.example' },
  { name: 'สมชาย ใจดี', address: 'somchai@chiangmai.example' },
  { name: 'محمد الأحمد', address: 'mohammed@amman.example' },
  { name: '', address: 'no-reply@buildbot.example' },
  { name: 'Saoirse Ní Dhomhnaill', address: 'saoirse@dublin.example' },
  { name: '佐藤 花子', address: 'sato@hana.test' },
] as const;

const subjects = [
  [
    'Plan for the printing workshop',
    'The paper arrived this morning; it is heavier than we thought, so the schedule moves by a day.',
  ],
  ['会議の件', 'ご確認くださいますようお願いいたします。来週の打ち合わせの資料を添付いたします。'],
  ['Re: Quote for 500 envelopes', 'Thank you for the quick answer. We would take the cream ones with the deckle edge.'],
  ['【お知らせ】秋の便箋展のご案内', '十一月二十八日より、神保町にて秋の便箋展を開催いたします。'],
  [
    'Minutes of Thursday',
    'Present: Aiko, Ben, Chiara. We agreed on the three open points and left the fourth for next week.',
  ],
  ['ขอใบเสนอราคากระดาษสา', 'เรียนคุณเบน กรุณาส่งใบเสนอราคากระดาษสาขนาด A4 จำนวน 200 แผ่น'],
  ['طلب عينات من الورق', 'مرحباً بن، هل يمكنك إرسال عينات من الورق الذي تحدثنا عنه في الأسبوع الماضي؟'],
  ['Build 4172 passed', 'All 1,204 tests passed in 3 min 12 s. Nothing needs your attention.'],
  [
    'Photographs from the harbour',
    'I put the best ones in the shared folder; the one with the lighthouse is yours if you want it.',
  ],
  ['お礼', '先日はお忙しいところお時間をいただき、誠にありがとうございました。'],
] as const;

export function fillDemo(engine: FakeEngine, now: number, rows = 10_000): Demo {
  const parts = new Map<string, { type: string; text: string }>();
  engine.put('account', accountRow(1, 'ben@hana.test'));
  engine.put(
    'account',
    accountRow(2, 'ben.ito@pop.example', {
      protocol: 'pop3',
      incoming: { host: 'pop.example', port: 995, security: 'implicit', user: 'ben.ito' },
      keep: { policy: 'days', days: 14 },
    }),
  );
  engine.put('folder', folderRow(1, 'INBOX', { role: 'inbox', total: rows, unread: 12 }));
  engine.put('folder', folderRow(2, 'Drafts', { role: 'drafts', total: 1 }));
  engine.put('folder', folderRow(3, 'Sent', { role: 'sent', total: 40 }));
  engine.put('folder', folderRow(4, 'Archive', { role: 'archive' }));
  engine.put('folder', folderRow(5, 'Junk', { role: 'junk', total: 3, unread: 3 }));
  engine.put('folder', folderRow(6, 'Trash', { role: 'trash' }));
  engine.put('folder', folderRow(7, 'Projects', { selectable: false }));
  engine.put('folder', folderRow(8, '工房の改装', { parent: 7, path: 'Projects/工房の改装', unread: 2, total: 31 }));
  engine.put('folder', folderRow(9, 'Letterpress', { parent: 7, path: 'Projects/Letterpress', total: 12 }));
  engine.put(
    'folder',
    folderRow(10, 'ที่เก็บจดหมายเก่าทั้งหมดจากที่ทำงานเดิมที่เชียงใหม่', { parent: 9, path: 'Projects/Letterpress/ที่เก็บ', total: 1 }),
  );
  engine.put('folder', folderRow(21, 'Inbox', { account: 2, role: 'inbox', unread: 3, total: 3 }));
  engine.put('folder', folderRow(22, 'Sent', { account: 2, role: 'sent', local: true }));
  engine.put('folder', folderRow(23, 'Trash', { account: 2, role: 'trash', local: true }));

  const special = featured(now);
  for (const [at, { row, open, texts }] of special.entries()) {
    const id = rows - at;
    engine.put('message', messageRow(id, row));
    if (open !== undefined) engine.open(id, open);
    for (const [part, text] of Object.entries(texts ?? {}))
      parts.set(`${id}/${part}`, { type: part === '1.2' || part === 'h' ? 'text/html' : 'text/plain', text });
  }
  for (let n = 1; n <= rows - special.length; n++)
    engine.put('message', ordinary(n, now - 26 * hour - (rows - n) * 37 * minute));
  for (let n = 1; n <= 40; n++)
    engine.put(
      'message',
      messageRow(20_000 + n, {
        folder: 3,
        from: { name: 'Ben Ito', address: 'ben@hana.test' },
        to: [people[n % people.length] ?? people[0]],
        subject: subjects[n % subjects.length]?.[0] ?? '',
        preview: subjects[n % subjects.length]?.[1] ?? '',
        date: now - n * day,
        flags: ['seen'],
      }),
    );
  for (let n = 1; n <= 3; n++)
    engine.put(
      'message',
      ordinary(30_000 + n, now - n * hour, { account: 2, folder: 21, flags: [], uid: null, uidl: `u${n}` }),
    );

  engine.status({ account: 1, state: 'up-to-date', at: now - 4 * minute });
  engine.status({
    account: 2,
    state: 'error',
    at: now - 2 * minute,
    error: {
      kind: 'refused',
      at: 'pop3.pass',
      reason: 'password-refused',
      advice: 'sign-in-again',
      said: '-ERR [AUTH] Authentication failed.',
      peer: 'pop.example:995',
      facts: { user: 'ben.ito', host: 'pop.example' },
    },
  });
  outbox(engine, now);
  wire(engine, now);
  return { parts };
}

function ordinary(id: number, date: number, change: Partial<MessageRow> = {}): MessageRow {
  const which = (id * 7 + Math.floor(id / 11)) % subjects.length;
  const [subject, preview] = subjects[which] ?? ['', ''];
  return messageRow(id, {
    from: people[which] ?? null,
    subject,
    preview,
    date,
    size: 2000 + ((id * 7919) % 90_000),
    flags: ['seen', ...(id % 13 === 0 ? ['flagged'] : []), ...(id % 5 === 0 ? ['answered'] : [])],
    attachments:
      id % 9 === 0 ? [{ part: '2', name: 'report.pdf', type: 'application/pdf', size: 210_000, held: false }] : [],
    ...change,
  });
}

interface Featured {
  row: Partial<MessageRow>;
  open?: Parameters<FakeEngine['open']>[1];
  texts?: Record<string, string>;
}

const to = [{ name: 'Ben Ito', address: 'ben@hana.test' }];

function featured(now: number): Featured[] {
  return [
    {
      row: {
        from: people[0],
        to: [...to, { name: 'Chiara Rossi', address: 'chiara@rossi.example' }],
        cc: [{ name: '佐藤 花子', address: 'sato@hana.test' }],
        subject: 'Plan for the printing workshop',
        preview: 'The paper arrived this morning; it is heavier than we thought, so the schedule moves by a day.',
        date: now - 12 * minute,
        flags: [],
        size: 2_180_000,
        attachments: [
          { part: '2', name: 'workshop-plan.pdf', type: 'application/pdf', size: 2_140_000, held: false },
          { part: '3', name: '便箋の見本（最終版）.jpg', type: 'image/jpeg', size: 38_400, held: true },
        ],
      },
      texts: {
        1: `Dear Ben,

The paper arrived this morning; it is heavier than we thought, so the schedule moves by a day. The new plan is attached, and the times are also on the board: https://hana.test/workshop/plan?week=48.

Could you ask Chiara whether the guillotine is free on Wednesday afternoon? If not, we cut by hand and start with the envelopes.

> On Thursday, Ben Ito wrote:
> The cream paper should be here before Monday. I have put
> aside two days for the first run.
>
>> How many sheets did we order in the end?
>> I wrote down 500, but the invoice says 550.
>
> 550, because of the deckle edge.

Best,
Aiko

-- 
Aiko Tanaka
花工房 Hana Studio, Kanda
aiko@hana.test
`,
      },
    },
    {
      row: {
        from: people[1],
        to,
        subject: '会議の件（ご確認のお願い）',
        preview:
          'お世話になっております。来週の打ち合わせの資料をお送りします。ご確認くださいますようお願いいたします。',
        date: now - 48 * minute,
        flags: ['flagged'],
        attachments: [
          { part: '2', name: '議事録_2026年11月.docx', type: 'application/msword', size: 84_200, held: false },
        ],
      },
      texts: {
        1: `伊藤様

お世話になっております。花工房の伊藤です。

来週の打ち合わせの資料をお送りします。前回いただいたご意見をもとに、工程表と見積もりを改めました。お手数ですが、十一月二十五日（水）までにご確認くださいますようお願いいたします。

一、用紙の納期を一日後ろへずらしました。
二、封筒は手断ちとし、断裁機の予約を取り消しました。
三、見積もりに送料を含めました。

ご不明な点がございましたら、いつでもご連絡ください。
https://kaze.test/資料/打ち合わせ

> 用紙の件、承知しました。
> 月曜日までに届けば、二日間で刷り終えられます。

よろしくお願いいたします。

-- 
伊藤 勉
風印刷株式会社
`,
      },
    },
    {
      row: {
        from: people[3],
        to,
        subject: '【お知らせ】秋の便箋展のご案内',
        preview: '十一月二十八日より、神保町にて秋の便箋展を開催いたします。',
        date: now - 3 * hour,
        flags: [],
      },
      open: { shown: { part: '1.2', kind: 'html' }, alternatives: [{ part: '1.1', kind: 'text' }] },
      texts: { '1.1': '秋の便箋展のご案内\n\n十一月二十八日より。\n', '1.2': newsletter },
    },
    {
      row: {
        from: people[2],
        to,
        subject: 'Re: Quote for 500 envelopes',
        preview: 'Thank you for the quick answer. We would take the cream ones with the deckle edge.',
        date: now - 5 * hour,
        flags: ['seen', 'answered'],
      },
      open: { shown: { part: 'h', kind: 'html' } },
      texts: {
        h: '<p>Dear Ben,</p><p>thank you for the quick answer. We would take the <b>cream</b> ones with the deckle edge.</p><blockquote><p>500 envelopes, laid paper, are 240 euros.</p></blockquote><p>The order form is <a href="https://rossi.example/order?id=4711">here</a>.</p><p>Chiara</p>',
      },
    },
    {
      row: {
        from: people[7],
        to,
        subject: 'Build 4173 failed: the certificate of the package mirror has expired',
        preview: 'Step 3 of 9, fetch dependencies: the certificate of mirror.buildbot.example expired two days ago.',
        date: now - 7 * hour,
        flags: [],
      },
      open: new MailError({
        kind: 'unreachable',
        at: 'imap.fetch',
        reason: 'closed',
        advice: 'retry-later',
        peer: 'mail.hana.test:993',
        facts: { host: 'mail.hana.test' },
      }),
    },
    {
      row: {
        from: people[6],
        to,
        subject: 'طلب عينات من الورق لمعرض الربيع في عمّان',
        preview: 'مرحباً بن، هل يمكنك إرسال عينات من الورق الذي تحدثنا عنه في الأسبوع الماضي؟',
        date: now - 9 * hour,
        flags: ['seen'],
      },
      texts: {
        1: 'مرحباً بن،\n\nهل يمكنك إرسال عينات من الورق الذي تحدثنا عنه في الأسبوع الماضي؟ المعرض يبدأ في آذار.\n\nمع التحية،\nمحمد\n',
      },
    },
    {
      row: {
        from: {
          name: 'Wolfgang Amadeus Maximilian von und zu Hohenstein-Schwarzenfels-Liebenstein der Jüngere, Kanzlei für Wasser- und Wegerecht',
          address: 'wolfgang.amadeus.maximilian@hohenstein-schwarzenfels-liebenstein.example',
        },
        to: Array.from({ length: 14 }, (_, n) => ({
          name: `Recipient Number ${n + 1}`,
          address: `recipient.${n + 1}@list.example`,
        })),
        cc: [...people].slice(0, 6),
        subject:
          'Concerning the easement for the footpath behind the old paper mill, the water rights of 1873, the fence that was put up without asking, the three apple trees, and the letter of the district of the fourteenth of October',
        preview: 'To all parties concerned.',
        date: now - 11 * hour,
        flags: ['seen'],
      },
      open: { problems: [{ code: 'wrong-charset', detail: 'us-ascii → windows-1252' }] },
      texts: { 1: 'To all parties concerned.\n\nThe footpath has been used since 1873.\n' },
    },
    {
      row: {
        from: people[5],
        to,
        subject: 'ขอใบเสนอราคากระดาษสา',
        preview: 'เรียนคุณเบน กรุณาส่งใบเสนอราคากระดาษสาขนาด A4 จำนวน 200 แผ่น',
        date: now - 25 * hour,
        flags: ['seen'],
        pending: true,
      },
      texts: { 1: 'เรียนคุณเบน\n\nกรุณาส่งใบเสนอราคากระดาษสาขนาด A4 จำนวน 200 แผ่น\n\nขอบคุณครับ\nสมชาย\n' },
    },
    {
      row: { from: null, to: [], subject: '', preview: '', date: now - 25.5 * hour, flags: [] },
      open: { shown: null },
    },
  ];
}

const newsletter = `<html><head><style>.frame{width:600px;margin:0 auto;background:#f6efe2;color:#3b2f21;font-family:serif;padding:28px}h1{font-size:26px;letter-spacing:.08em}.b{display:inline-block;padding:10px 20px;background:#7a2e1d;color:#fff;text-decoration:none}</style></head>
<body bgcolor="#efe6d4"><div class="frame"><img src="https://tegami-shimbun.example/banner.jpg" alt="秋の便箋展" width="600" height="180"><img src="https://count.example/open.gif?who=ben" width="1" height="1">
<h1>秋の便箋展</h1><p>十一月二十八日（土）より十二月六日（日）まで、神保町の「文具の間」にて、秋の便箋展を開催いたします。全国の工房から、手漉きの和紙と活版の封筒が集まります。</p>
<p><a class="b" href="https://tegami-shimbun.example/autumn">ご案内を読む</a></p><script>alert(1)</script><form action="https://evil.example"><input name="password"></form><p style="font-size:12px">配信の停止は<a href="https://tegami-shimbun.example/stop">こちら</a></p></div></body></html>`;

function outbox(engine: FakeEngine, now: number): void {
  engine.put('outbox', {
    id: 1,
    account: 1,
    subject: 'Samples for the spring fair',
    messageId: '<o1@hana.test>',
    recipients: [
      { address: 'mohammed@amman.example', state: 'accepted', said: '250 2.1.5 Ok' },
      {
        address: 'sommchai@chiangmai.example',
        state: 'refused',
        said: '550 5.1.1 <sommchai@chiangmai.example>: Recipient address rejected: User unknown',
      },
    ],
    state: 'refused',
    said: '250 2.0.0 Ok: queued as 4F1C2A0B',
    error: {
      kind: 'refused',
      at: 'smtp.rcpt',
      reason: 'recipient-refused',
      advice: 'check-address',
      said: '550 5.1.1 <sommchai@chiangmai.example>: Recipient address rejected: User unknown',
      peer: 'mail.hana.test:465',
      facts: { host: 'mail.hana.test', address: 'sommchai@chiangmai.example' },
    },
    attempts: 1,
    nextTry: null,
    created: now - 40 * minute,
    size: 48_200,
  });
  engine.put('outbox', {
    id: 2,
    account: 2,
    subject: '工程表（改）',
    messageId: '<o2@hana.test>',
    recipients: [{ address: 'ito@kaze.test', state: 'waiting' }],
    state: 'queued',
    error: {
      kind: 'unreachable',
      at: 'net.connect',
      reason: 'connect-timeout',
      advice: 'retry-later',
      peer: 'smtp.pop.example:465',
      facts: { host: 'smtp.pop.example' },
    },
    attempts: 3,
    nextTry: now + 6 * minute,
    created: now - 55 * minute,
    size: 1_204_000,
  });
  engine.put('outbox', {
    id: 3,
    account: 1,
    subject: 'Re: Plan for the printing workshop',
    messageId: '<o3@hana.test>',
    recipients: [{ address: 'aiko@hana.test', state: 'accepted', said: '250 2.1.5 Ok' }],
    state: 'sent',
    said: '250 2.0.0 Ok: queued as 9B22D1E7',
    attempts: 1,
    nextTry: null,
    created: now - 3 * hour,
    size: 2_310,
  });
  engine.put('draft', {
    id: 1,
    account: 1,
    to: [{ name: 'Chiara Rossi', address: 'chiara@rossi.example' }],
    cc: [],
    bcc: [],
    subject: 'Is the guillotine free on Wednesday?',
    text: 'Dear Chiara,\n\nAiko asks whether',
    attachments: [],
    answers: null,
    updated: now - 20 * minute,
  });
}

function wire(engine: FakeEngine, now: number): void {
  const said: ['C' | 'S' | '*', string][] = [
    ['*', 'connected to mail.hana.test:993, TLS 1.3, TLS_AES_256_GCM_SHA384'],
    ['S', '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot ready.'],
    ['C', 'A1 AUTHENTICATE PLAIN [secret]'],
    ['S', 'A1 OK [CAPABILITY IMAP4rev1 … CONDSTORE QRESYNC ESEARCH UIDPLUS MOVE SPECIAL-USE] Logged in'],
    ['C', 'A2 LIST (SPECIAL-USE) "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)'],
    ['S', '* LIST (\\HasNoChildren \\Sent) "/" Sent'],
    ['S', '* LIST (\\HasNoChildren \\UnMarked) "/" INBOX'],
    ['S', 'A2 OK List completed (0.001 + 0.000 secs).'],
    ['C', 'A3 SELECT INBOX (CONDSTORE)'],
    ['S', '* 10000 EXISTS'],
    ['S', '* OK [UIDVALIDITY 1795241234] UIDs valid'],
    ['S', 'A3 OK [READ-WRITE] Select completed (0.004 + 0.000 + 0.003 secs).'],
    ['C', 'A12 UID FETCH 41 (BODY.PEEK[1])'],
    ['S', '* 7 FETCH (UID 41 BODY[1] {1532}   [1,532 octets]'],
    ['S', 'A12 OK Fetch completed (0.001 + 0.000 secs).'],
    ['C', 'A13 IDLE'],
    ['S', '+ idling'],
  ];
  for (const [n, [who, text]] of said.entries())
    engine.speak({
      at: now - 5 * minute + n * 38,
      account: 1,
      connection: 1,
      protocol: 'imap',
      peer: 'mail.hana.test:993',
      who,
      text,
    });
  engine.speak({
    at: now,
    account: 2,
    connection: 2,
    protocol: 'pop3',
    peer: 'pop.example:995',
    who: 'S',
    text: '-ERR [AUTH] Authentication failed.',
  });
}
