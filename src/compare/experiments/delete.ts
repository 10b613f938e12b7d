/** Each protocol has its own mailbox: what IMAP deletes on the server would be missing for POP3. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { apart, atOffice } from './machines.ts';

export const deleting: ExperimentInput = {
  name: 'delete',
  title: { en: 'Deleted here, still there?', ja: 'ここで消したら、あちらでは？' },
  question: {
    en: 'I delete a mail at the office. Is it still there at home, and on the server?',
    ja: '職場でメールを削除しました。自宅やサーバーにはまだ残っていますか。',
  },
  machines: [...apart],
  steps: [
    {
      do: 'deliver',
      count: 4,
      note: {
        en: 'The same four mails come into two mailboxes, one for each protocol.',
        ja: '同じ4通のメールが、POP3用とIMAP用の2つのメールボックスに届きます。',
      },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'All four PCs fetch them.', ja: '4台すべてが受け取ります。' },
    },
    {
      do: 'delete',
      on: atOffice,
      mails: 'm1',
      note: { en: 'At the office one mail is thrown into the trash.', ja: '職場で1通をゴミ箱に入れます。' },
    },
    {
      do: 'delete',
      on: atOffice,
      mails: 'm2',
      forGood: true,
      note: { en: 'And another one is deleted for good.', ja: 'もう1通は完全に削除します。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'All four ask for news.', ja: '4台すべてが確かめます。' },
    },
  ],
};
