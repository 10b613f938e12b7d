/** Three policies, each with a mailbox of its own: POP3 that deletes would take the others' mail away. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { machine } from './machines.ts';

export const loss: ExperimentInput = {
  name: 'loss',
  title: { en: 'When a machine dies', ja: 'マシンが壊れたら' },
  question: {
    en: 'Where is my mail, and what is left of it when this machine dies?',
    ja: 'メールはどこにありますか。このマシンが壊れたら、何が残りますか。',
  },
  machines: [
    machine('office', 'pop3', {
      id: 'pop3-keep',
      mailbox: 'keep',
      keep: { policy: 'forever' },
      detail: { en: 'leaves mail on the server', ja: 'サーバーに残す' },
    }),
    machine('office', 'pop3', {
      id: 'pop3-delete',
      mailbox: 'delete',
      keep: { policy: 'delete' },
      detail: { en: 'takes mail off the server', ja: 'サーバーから消す' },
    }),
    machine('office', 'imap', { id: 'imap', mailbox: 'imap' }),
  ],
  steps: [
    {
      do: 'deliver',
      count: 5,
      note: { en: 'Five mails come for each of the three.', ja: '3台それぞれに5通のメールが届きます。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Each PC fetches them in its own way.', ja: 'それぞれのやり方で受け取ります。' },
    },
    {
      do: 'open',
      on: 'all',
      mails: ['m1', 'm2', 'm3'],
      note: { en: 'Three of them are read.', ja: 'そのうち3通を読みます。' },
    },
    {
      do: 'make-folder',
      on: 'all',
      folder: 'Receipts',
      note: { en: 'A folder for receipts is made.', ja: '領収書用のフォルダーを作ります。' },
    },
    {
      do: 'move',
      on: 'all',
      mails: 'm3',
      to: 'Receipts',
      note: { en: 'One mail is filed in it.', ja: '1通をそこに移します。' },
    },
    {
      do: 'send',
      on: 'all',
      as: 'letter',
      subject: 'See you on Sunday',
      note: { en: 'And one mail is sent.', ja: '1通を送ります。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'A last look for new mail.', ja: '最後にもう一度、新着を確かめます。' },
    },
    {
      do: 'lose',
      on: 'all',
      note: {
        en: 'The PC dies, with everything that only it had.',
        ja: 'PCが壊れ、そこにしかなかったものは失われます。',
      },
    },
    {
      do: 'replace',
      on: 'all',
      note: {
        en: 'A new PC with the same settings and nothing on it takes its place.',
        ja: '同じ設定の、何も入っていない新しいPCに置き換えます。',
      },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'What comes back?', ja: '何が戻ってくるでしょうか。' },
    },
  ],
};
