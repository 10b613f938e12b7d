import type { On } from '../../../contract/compare/step.ts';
import type { StepNames, StepWords } from './step-words.ts';

const who = (on: On, names: StepNames): string => (names.machines(on) ?? ['すべてのマシン']).join('、');
const marks = (flags: readonly string[]): string => flags.map((flag) => `「${flag}」`).join('、');

export const stepsJa: StepWords = {
  begin: '最初のステップの前です。まだ何も起きていません。',
  mail: (subject) => `「${subject}」`,
  mails: (count) => `メール${count}通`,
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
      const boxes = to === undefined ? null : typeof to === 'string' ? [to] : to;
      const where = boxes === null ? 'サーバー' : `メールボックス ${boxes.join('、')} `;
      const hanging = attachment === 0 ? '' : `${names.size(attachment)}の添付ファイルが付いた`;
      return `${where}に、${hanging}メールが${count}通届きます。`;
    },
    sync: ({ on }, names) => `${who(on, names)}が、新着メールがあるかをサーバーに問い合わせます。`,
    together: ({ on }, names) => `${who(on, names)}が、同時にメールを取りに行きます。`,
    listen: ({ on }, names) => `${who(on, names)}が、接続したまま新着の知らせを待ちます。`,
    rest: ({ on }, names) => `${who(on, names)}が、接続を切ります。`,
    open: ({ on, mails }, names) => `${who(on, names)}で、${names.mails(mails)}を開きます。`,
    fetch: ({ on, mails }, names) => `${who(on, names)}で、${names.mails(mails)}の添付ファイルを取得します。`,
    mark({ on, mails, set, unset }, names) {
      const changes = [
        ...(set.length > 0 ? [`${marks(set)}を付ける`] : []),
        ...(unset.length > 0 ? [`${marks(unset)}を外す`] : []),
      ];
      return `${who(on, names)}で、${names.mails(mails)}の印を変えます（${changes.join('、')}）。`;
    },
    'make-folder': ({ on, folder }, names) => `${who(on, names)}で、フォルダー「${folder}」を作ります。`,
    move: ({ on, mails, to }, names) => `${who(on, names)}で、${names.mails(mails)}を「${to}」に移します。`,
    delete: ({ on, mails, forGood }, names) =>
      `${who(on, names)}で、${names.mails(mails)}を${forGood ? '完全に' : ''}削除します。`,
    search({ on, where, from, to, text }, names) {
      const terms = [
        ...(from === undefined ? [] : [`差出人に「${from}」`]),
        ...(to === undefined ? [] : [`宛先に「${to}」`]),
        ...(text === undefined ? [] : [`本文などに「${text}」`]),
      ];
      const mail = terms.length === 0 ? 'すべてのメール' : `${terms.join('、')}を含むメール`;
      return where === 'server'
        ? `${who(on, names)}が、${mail}をサーバーに探してもらいます。`
        : `${who(on, names)}が、${mail}を手もとのメールの中から探します。`;
    },
    send: ({ on, to }, names) =>
      to === undefined
        ? `${who(on, names)}で、メールを書いて送信します。`
        : `${who(on, names)}から、メールボックス ${to} の持ち主にメールを送信します。`,
    share: ({ on, folder, with: other, may }, names) =>
      `${who(on, names)}で、フォルダー「${folder}」を、メールボックス ${other} の持ち主も${may === 'read' ? '読める' : '読み書きできる'}ようにします。`,
    offline: ({ on }, names) => `${who(on, names)}が、オフラインになります。`,
    online: ({ on }, names) => `${who(on, names)}が、オンラインに戻ります。`,
    wait({ days, hours, minutes }) {
      const all = [
        ...(days > 0 ? [`${days}日`] : []),
        ...(hours > 0 ? [`${hours}時間`] : []),
        ...(minutes > 0 ? [`${minutes}分`] : []),
      ];
      return `時間が過ぎます（${all.length === 0 ? '0分' : all.join('')}）。`;
    },
    lose: ({ on }, names) => `${who(on, names)}が壊れます。そこにしかなかったものは、すべて失われます。`,
    replace: ({ on }, names) => `${who(on, names)}を、何も入っていない新しいマシンに取り替えます。`,
    'fill-disk': ({ on, leave }, names) =>
      leave === 0
        ? `${who(on, names)}のディスクが、すきまなくいっぱいになります。`
        : `${who(on, names)}のディスクがいっぱいになり、残りは${names.size(leave)}です。`,
    'free-disk': ({ on }, names) => `${who(on, names)}のディスクに、空きができます。`,
  },
};
