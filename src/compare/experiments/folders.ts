/** All four read one mailbox: what IMAP files away on the server is then out of the reach of POP3, and that shows too. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { atOffice, together } from './machines.ts';

export const folders: ExperimentInput = {
  name: 'folders',
  title: { en: 'Folders made here, seen there?', ja: 'ここで作ったフォルダー、あちらで見える？' },
  question: {
    en: 'I make a folder at the office and file mail in it. Do I see that at home?',
    ja: '職場でフォルダーを作ってメールを整理しました。自宅でも同じように見えますか。',
  },
  machines: [...together],
  steps: [
    {
      do: 'deliver',
      count: 3,
      note: { en: 'Three mails come into one mailbox.', ja: '1つのメールボックスに3通のメールが届きます。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'All four PCs fetch them.', ja: '4台すべてが受け取ります。' },
    },
    {
      do: 'make-folder',
      on: atOffice,
      folder: 'Receipts',
      note: { en: 'Both PCs at the office make a folder.', ja: '職場の2台がそれぞれフォルダーを作ります。' },
    },
    {
      do: 'move',
      on: atOffice,
      mails: 'm1',
      to: 'Receipts',
      note: { en: 'The first mail is filed in it.', ja: '1通目をそこに移します。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'What do the PCs at home show now?', ja: '自宅のPCにはどう見えるでしょうか。' },
    },
    {
      do: 'deliver',
      as: 'late',
      note: { en: 'One more mail comes.', ja: 'もう1通届きます。' },
    },
    {
      do: 'sync',
      on: 'office-imap',
      note: { en: 'The office PC over IMAP is the first to see it …', ja: '職場のIMAPのPCが先に受け取り、' },
    },
    {
      do: 'move',
      on: 'office-imap',
      mails: 'late',
      to: 'Receipts',
      note: { en: '… and files it on the server at once.', ja: 'すぐにサーバー上のフォルダーへ移します。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Who still gets it?', ja: 'ほかのPCには届くでしょうか。' },
    },
  ],
};
