/** All four read one mailbox; each PC at the office sends a mail. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { together } from './machines.ts';

export const sent: ExperimentInput = {
  name: 'sent',
  title: { en: 'What did I send?', ja: '送ったメールはどこに？' },
  question: {
    en: 'I sent a mail from the office. Can I read at home what I wrote?',
    ja: '職場から送ったメールを、自宅で読み返せますか。',
  },
  machines: [...together],
  steps: [
    {
      do: 'send',
      on: 'office-pop3',
      as: 'by-pop3',
      subject: 'Sent from the office, POP3 account',
      note: { en: 'A mail is sent from the office PC over POP3.', ja: '職場のPOP3のPCから1通送ります。' },
    },
    {
      do: 'send',
      on: 'office-imap',
      as: 'by-imap',
      subject: 'Sent from the office, IMAP account',
      note: { en: 'Another one from the office PC over IMAP.', ja: '職場のIMAPのPCからも1通送ります。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'All four look: where can it be read?', ja: '4台すべてが確かめます。どこで読み返せるでしょうか。' },
    },
  ],
};
