/**
 * Each protocol has its own mailbox: RFC 1939 knows no flags, yet a server may mark as read what POP3 fetched (Dovecot does), and IMAP
 * machines would show that.
 */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { apart, atHome, atOffice } from './machines.ts';

export const readState: ExperimentInput = {
  name: 'read-state',
  title: { en: 'Read here, new there?', ja: 'ここで読んだら、あちらでは？' },
  question: {
    en: 'Is mail that I read at the office new again at home?',
    ja: '職場で読んだメールは、自宅でまた「新着」になりますか。',
  },
  machines: [...apart],
  steps: [
    {
      do: 'deliver',
      count: 6,
      note: {
        en: 'The same six mails come into two mailboxes, one for each protocol.',
        ja: '同じ6通のメールが、POP3用とIMAP用の2つのメールボックスに届きます。',
      },
    },
    {
      do: 'sync',
      on: atOffice,
      note: { en: 'At the office, both PCs ask for new mail.', ja: '職場の2台が新着を確かめます。' },
    },
    {
      do: 'open',
      on: atOffice,
      mails: ['m1', 'm2', 'm3', 'm4'],
      note: { en: 'Four of the six are read at the office.', ja: '職場で6通のうち4通を読みます。' },
    },
    {
      do: 'sync',
      on: atHome,
      note: { en: 'In the evening, both PCs at home ask for new mail.', ja: '夜、自宅の2台が新着を確かめます。' },
    },
    {
      do: 'open',
      on: atHome,
      mails: 'm5',
      note: { en: 'A fifth one is read at home.', ja: '自宅でもう1通読みます。' },
    },
    {
      do: 'sync',
      on: atOffice,
      note: { en: 'The next morning at the office.', ja: '翌朝、職場でもう一度確かめます。' },
    },
  ],
};
