/** POP3 that takes mail off the server: on a full disk, that is where mail could be lost. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { machine } from './machines.ts';

export const fullDisk: ExperimentInput = {
  name: 'full-disk',
  title: { en: 'When the disk is full', ja: 'ディスクがいっぱいになったら' },
  question: {
    en: 'My tablet has little room left. What can I still read, and is any mail lost?',
    ja: 'タブレットの空き容量が残りわずかです。どこまで読めますか。メールは失われませんか。',
  },
  machines: [
    machine('tablet', 'pop3', {
      mailbox: 'pop3',
      keep: { policy: 'delete' },
      detail: { en: 'takes mail off the server', ja: 'サーバーから消す' },
    }),
    machine('tablet', 'imap', { mailbox: 'imap' }),
  ],
  steps: [
    {
      do: 'fill-disk',
      on: 'all',
      leave: 4_000_000,
      note: { en: 'Only 4 MB are free.', ja: '空き容量は4 MBしかありません。' },
    },
    {
      do: 'deliver',
      count: 4,
      attachment: 1_500_000,
      note: {
        en: 'Four mails with a file of 1.5 MB each come into both mailboxes.',
        ja: '1.5 MBのファイルが付いたメールが4通ずつ届きます。',
      },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Both tablets fetch as much as they can.', ja: '2台とも、受け取れるところまで受け取ります。' },
    },
    {
      do: 'open',
      on: 'all',
      mails: ['m1', 'm2', 'm3', 'm4'],
      note: { en: 'All four are to be read.', ja: '4通すべてを読もうとします。' },
    },
    { do: 'free-disk', on: 'all', note: { en: 'Room is made.', ja: '空き容量を増やします。' } },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Does everything come now?', ja: '今度はすべて受け取れるでしょうか。' },
    },
  ],
};
