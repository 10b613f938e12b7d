import type { On } from '../step.ts';
import { listed, namedMails, type StepNames, type StepWords } from './step-words.ts';

const who = (on: On, names: StepNames): string =>
  on === 'all' ? 'すべてのマシン' : names.list(listed(on).map(names.machine));

const mailsOf = (mails: string | readonly string[], names: StepNames): string =>
  listed(mails).length <= namedMails
    ? names.list(listed(mails).map((mail) => `「${names.mail(mail)}」`))
    : `メール ${listed(mails).length} 通`;

export const ja: StepWords = {
  begin: '最初のステップの前です。まだ何も起きていません。',
  kind: {
    deliver: 'メールが届く',
    sync: 'メールを取得',
    together: '同時に取得',
    listen: '新着を待つ',
    rest: '接続を切る',
    open: '開く',
    fetch: '添付ファイルを取得',
    mark: '印を付ける',
    'make-folder': 'フォルダーを作る',
    move: '移す',
    delete: '削除',
    search: '探す',
    send: '送信',
    share: 'フォルダーを共有',
    offline: 'オフラインにする',
    online: 'オンラインに戻す',
    wait: '時間を進める',
    lose: 'マシンを失う',
    replace: 'マシンを取り替える',
    'fill-disk': 'ディスクを埋める',
    'free-disk': 'ディスクを空ける',
  },
  tell: {
    deliver({ to, count, attachment }, names) {
      const where = to === undefined ? 'サーバー' : `メールボックス ${names.list(listed(to))} `;
      const hanging = attachment === 0 ? '' : `、${names.size(attachment)}の添付ファイルが付いた`;
      return `${where}に${hanging}メールが ${count} 通届きます。`;
    },
    sync: ({ on }, names) => `${who(on, names)}が、新着メールがあるかをサーバーに問い合わせます。`,
    together: ({ on }, names) => `${who(on, names)}が、同時にメールを取りに行きます。`,
    listen: ({ on }, names) => `${who(on, names)}が、接続したまま新着の知らせを待ちます。`,
    rest: ({ on }, names) => `${who(on, names)}が、接続を切ります。`,
    open: ({ on, mails }, names) => `${who(on, names)}で、${mailsOf(mails, names)}を開きます。`,
    fetch: ({ on, mails }, names) => `${who(on, names)}で、${mailsOf(mails, names)}の添付ファイルを取得します。`,
    mark({ on, mails, set, unset }, names) {
      const marks = [...set.map((flag) => `+${flag}`), ...unset.map((flag) => `−${flag}`)].join(' ');
      const which = `${who(on, names)}で、${mailsOf(mails, names)}`;
      if (marks === '+seen') return `${which}を既読にします。`;
      if (marks === '−seen') return `${which}を未読に戻します。`;
      if (marks === '+flagged') return `${which}にフラグを付けます。`;
      return `${which}の印を変えます（${marks}）。`;
    },
    'make-folder': ({ on, folder }, names) => `${who(on, names)}で、フォルダー「${folder}」を作ります。`,
    move: ({ on, mails, to }, names) => `${who(on, names)}で、${mailsOf(mails, names)}を「${to}」に移します。`,
    delete: ({ on, mails, forGood }, names) =>
      `${who(on, names)}で、${mailsOf(mails, names)}を${forGood ? '完全に' : ''}削除します。`,
    search({ on, where, from, to, text }, names) {
      const terms = [
        ...(from === undefined ? [] : [`差出人に「${from}」を含む`]),
        ...(to === undefined ? [] : [`宛先に「${to}」を含む`]),
        ...(text === undefined ? [] : [`本文に「${text}」を含む`]),
      ];
      const mail = `${terms.length === 0 ? 'すべての' : names.list(terms)}メール`;
      return where === 'server'
        ? `${who(on, names)}が、${mail}をサーバーに探してもらいます。`
        : `${who(on, names)}が、${mail}を手元のメールの中から探します。`;
    },
    send: ({ on, to }, names) =>
      to === undefined
        ? `${who(on, names)}で、メールを書いて送信します。`
        : `${who(on, names)}から、メールボックス ${to} の持ち主にメールを送信します。`,
    share: ({ on, folder, with: other, may }, names) =>
      `${who(on, names)}で、フォルダー「${folder}」を、メールボックス ${other} の持ち主も${may === 'read' ? '読める' : '読み書きできる'}ようにします。`,
    offline: ({ on }, names) => `${who(on, names)}が、オフラインになります。`,
    online: ({ on }, names) => `${who(on, names)}が、オンラインに戻ります。`,
    wait({ days, hours, minutes }, names) {
      const all = [
        ...(days > 0 ? [`${days} 日`] : []),
        ...(hours > 0 ? [`${hours} 時間`] : []),
        ...(minutes > 0 ? [`${minutes} 分`] : []),
      ];
      return `時間が過ぎます（${names.list(all.length === 0 ? ['0 分'] : all)}）。`;
    },
    lose: ({ on }, names) => `${who(on, names)}が壊れます。そこにしかなかったものは、すべて失われます。`,
    replace: ({ on }, names) => `${who(on, names)}を、何も入っていない新しいマシンに取り替えます。`,
    'fill-disk': ({ on, leave }, names) =>
      leave === 0
        ? `${who(on, names)}のディスクが、すきまなくいっぱいになります。`
        : `${who(on, names)}のディスクがいっぱいになり、残りは ${names.size(leave)}です。`,
    'free-disk': ({ on }, names) => `${who(on, names)}のディスクに、空きができます。`,
  },
};
