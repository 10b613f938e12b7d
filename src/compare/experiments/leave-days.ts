/** POP3 machines that leave mail on the server for seven days, and what that means for the one that comes too late. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { atHome, atOffice, machine } from './machines.ts';

const keep = { policy: 'days', days: 7 } as const;
const detail = { en: 'leaves mail for 7 days', ja: '7日間残す' };

export const leaveDays: ExperimentInput = {
  name: 'leave-days',
  title: { en: 'Leave on the server for seven days', ja: 'サーバーに7日間残す' },
  question: {
    en: 'Mail stays on the server for seven days. Is that enough for two machines?',
    ja: 'メールをサーバーに7日間残す設定は、2台で使うのに十分ですか。',
  },
  machines: [
    machine('office', 'pop3', { mailbox: 'pop3', keep, detail }),
    machine('home', 'pop3', { mailbox: 'pop3', keep, detail }),
    machine('office', 'imap', { mailbox: 'imap' }),
    machine('home', 'imap', { mailbox: 'imap' }),
  ],
  steps: [
    { do: 'deliver', count: 3, as: 'early', note: { en: 'Three mails come.', ja: '3通のメールが届きます。' } },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'All four PCs fetch them.', ja: '4台すべてが受け取ります。' },
    },
    {
      do: 'wait',
      days: 1,
      note: { en: 'The next day a holiday begins: nobody is at home.', ja: '翌日から休暇で、自宅のPCは使いません。' },
    },
    { do: 'deliver', count: 2, as: 'late', note: { en: 'Two more mails come.', ja: 'さらに2通届きます。' } },
    {
      do: 'sync',
      on: atOffice,
      note: { en: 'Only the PCs at the office fetch them.', ja: '職場の2台だけが受け取ります。' },
    },
    { do: 'wait', days: 8, note: { en: 'Eight days go by.', ja: '8日たちます。' } },
    {
      do: 'sync',
      on: atOffice,
      note: {
        en: 'The office PC over POP3 cleans up what it has had for seven days.',
        ja: '職場のPOP3のPCは、受け取って7日たったメールをサーバーから消します。',
      },
    },
    {
      do: 'sync',
      on: atHome,
      note: { en: 'Back at home: what still comes?', ja: '帰宅して確かめます。何が届くでしょうか。' },
    },
  ],
};
