import type { CompareWords } from './compare-words.ts';

export const compareJa: CompareWords = {
  noExperiment: (given, names) =>
    `「${given}」という実験もファイルもありません。付属の実験は次のとおりです: ${names.join('、')}。`,
  noSuchFile: (file) => `${file} というファイルはありません。`,
  noJson: (file, why) => `${file} は JSON ではありません: ${why}`,
  noMachines: (file) =>
    `${file} にはマシンのリストがありません: [{ "id": …, "name": …, "protocol": "imap" }, …] の形で書きます。`,
  problem: (where, path, said) => `${where}${path === '' ? '' : ` の ${path}`}: ${said}`,
  notAsMany: (option, given, users) =>
    `${option} が ${given} 個、--user が ${users} 個あります。1 個だけか、利用者と同じ数だけ指定してください。`,
  progress: (name, n, all, done, of) => `${name}（${all} 件中 ${n} 件目）: ステップ ${done} / ${of}`,
  finished: (name, n, all, seconds) => `${name}（${all} 件中 ${n} 件目）: ${seconds} 秒`,
  head: {
    machine: 'マシン',
    received: '受信',
    sent: '送信',
    trips: '往復',
    line: '回線の時間',
    disk: 'ディスク',
    mails: 'メール',
    unread: '未読',
    whole: '全体',
  },
  couldNot: (steps, machine, said) => `ステップ ${steps.join('・')}、${machine}: ${said}`,
  forYou: 'POP3 と IMAP、どちらが合いますか',
  notMeasured: 'ここで行った実験だけでは計算できません。read-state と thin-line もあわせて実行してください。',
  skipped: (name, why) => `${name} は実行しませんでした: ${why}`,
  lab: '専用のラボ',
  took: (experiments, seconds, ground) => `${experiments} 件の実験を、${ground}で行いました（${seconds} 秒）。`,
  more: '--html FILE でページに、--csv FILE で表に、--json で 1 つの文書に書き出せます。',
};
