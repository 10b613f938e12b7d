import type { LabWords } from './lab-words.ts';

const list = (names: readonly string[]): string => names.join('、');

export const labJa: LabWords = {
  running: (world) => `ラボが動いています: ${world}`,
  loopback: 'このコンピューターの中だけで待ち受けています（ループバック）。外のネットワークには何も出ません。',
  clock: (mode, rate) =>
    mode === 'real'
      ? '時計は実際の時刻どおりに進みます。'
      : mode === 'fast'
        ? `時計は ${rate} 倍の速さで進みます。`
        : '時計は止まっています。',
  kept: (mail, said) => [`メール（利用者ごとの Maildir）: ${mail}`, `会話と出来事の記録: ${said}`],
  ca: (file) => `信頼する認証局: ${file}`,
  ways: '送信は submission（STARTTLS）か submissions（TLS）、受信は imap、pop3（STARTTLS、STLS）か imaps、pop3s（TLS）、サーバー間は smtp です。',
  tryIt: 'どのメールソフトからでもつなげます。次のコマンドは、別の端末に貼り付けて試せます:',
  try: {
    send: 'curl でメールを送る',
    fetch: 'いちばん古いメールを IMAP で、次に POP3 で読む',
    swaks: 'swaks で送る',
    mutt: 'mutt で読む',
    dig: 'DNS に尋ねる',
  },
  ends: 'Ctrl-C で終了します。メールは残ります。ここから先は、起きたことを一行ずつ表示します（--verbose を付けると、コマンドと応答もすべて表示します）:',
  head: { host: 'ホスト', address: 'アドレス', user: '利用者', password: 'パスワード', name: '名前' },
  notListening: '停止中',
  problem: (file, path, said) => `${file}${path === '' ? '' : ` の ${path}`}: ${said}`,
  noScene: (given) => `--scene は 1 から 10 までの番号です。「${given}」は使えません。`,
  event: {
    clock: (e) => (e.what === 'advanced' ? '時計が進められました' : '時計の進み方が変わりました'),
    world: (e) =>
      ({ started: '世界が始まりました', changed: '世界が変わりました', stopped: '世界が止まりました' })[e.what],
    fault: (e) => `障害 ${e.id} が ${e.point} で発生: ${e.effect}`,
    'dns.question': (e) => `${e.from} が ${e.name} の ${e.type} を質問`,
    'dns.answer': (e) => `${e.name} の ${e.type}: ${e.answers.length === 0 ? e.status : list(e.answers)}`,
    connected: (e) => `${e.client} が接続（${e.protocol}、ポート ${e.port}${e.tls ? '、TLS' : ''}）`,
    tls: (e) => `${e.version} で暗号化`,
    command: (e) => `C: ${e.text}`,
    reply: (e) => `S: ${e.text}`,
    closed: (e) => `接続終了（${e.why}、受信 ${e.octetsIn}、送信 ${e.octetsOut}）`,
    'signed-in': (e) => (e.accepted ? `${e.user} が ${e.mechanism} で認証` : `${e.user} の ${e.mechanism} 認証を拒否`),
    queued: (e) =>
      `${e.queueId}: <${e.reversePath}> から ${list(e.recipients)} 宛ての「${e.subject}」を引き受け（${e.size} バイト、${e.why}）`,
    routed: (e) => `${e.recipient}: ${e.decision}${e.to.length === 0 ? '' : ` → ${list(e.to)}`}`,
    attempt: (e) => `${e.queueId}: ${list(e.recipients)} のため ${e.next} へ ${e.number} 回目の試行`,
    delivered: (e) => `${e.queueId}: ${e.recipient} 宛てを ${e.next} へ渡しました: ${e.said}`,
    deferred: (e) => `${e.queueId}: ${e.recipient} 宛ては待機: ${e.said}`,
    failed: (e) => `${e.queueId}: ${e.recipient} には届けられません: ${e.said}`,
    unqueued: (e) => `${e.queueId}: 完了`,
    stored: (e) => `${e.user || '#news'} のスプールに到着: ${e.mailbox} の ${e.uid} 番（${e.size} バイト）`,
    checked: (e) => `${e.from}: SPF ${e.spf}、DKIM ${e.dkim}、DMARC ${e.dmarc}、判定 ${e.policy}`,
    retrieved: (e) =>
      `${e.user} が ${e.protocol} で ${e.mailbox} の ${e.uid} 番を受信: ${e.what}（${e.octets} バイト）`,
    expunged: (e) => `${e.user}: ${e.mailbox} の ${list(e.uids.map(String))} 番を ${e.by} で削除`,
  },
  spoken: (client, server, protocol, port) => `${client} と ${server} の会話（${protocol}、ポート ${port}）:`,
  left: (count, what) =>
    what === 'lines' ? `（ほか ${count} 行）` : `（長いため一部は記録に残っていません。省かれた発言 ${count} 件）`,
  encoded: '（利用者名とパスワード。Base64 に変えただけで、暗号化ではありません。隠しているのは TLS です）',
  moreTalks: (count) => `（会話はほかに ${count} 件）`,
  answer: '答え',
  took: (scenes, seconds) => `${scenes} 場面、${seconds} 秒。`,
};
