/** POP3 gives the maildrop to one session at a time (RFC 1939 §3); IMAP lets in many, and tells them what is new (RFC 2177). */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { atHome, together } from './machines.ts';

export const sameMoment: ExperimentInput = {
  name: 'same-moment',
  title: { en: 'Two machines at the same moment', ja: '2台で同時に使う' },
  question: {
    en: 'What happens when two machines look at the mailbox at the same moment?',
    ja: '2台が同時に同じメールボックスを見ると、どうなりますか。',
  },
  machines: [...together],
  steps: [
    {
      do: 'deliver',
      count: 3,
      note: { en: 'Three mails come into one mailbox.', ja: '1つのメールボックスに3通のメールが届きます。' },
    },
    {
      do: 'together',
      on: ['office-pop3', 'home-pop3'],
      note: {
        en: 'The office PC over POP3 is in the middle of fetching when the one at home begins.',
        ja: '職場のPOP3のPCが受け取っている最中に、自宅のPCも受け取ろうとします。',
      },
    },
    {
      do: 'together',
      on: ['office-imap', 'home-imap'],
      note: { en: 'The same over IMAP.', ja: 'IMAPでも同じことをします。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Later, one after the other.', ja: '少したって、1台ずつ確かめます。' },
    },
    {
      do: 'listen',
      on: atHome,
      note: { en: 'At home both stay and wait for news.', ja: '自宅の2台は、知らせを待ち続けます。' },
    },
    {
      do: 'deliver',
      as: 'news',
      note: {
        en: 'A mail comes. Who knows of it without asking?',
        ja: '1通届きます。尋ねなくても気づくのはどちらでしょうか。',
      },
    },
    { do: 'rest', on: atHome, note: { en: 'Nobody waits any more.', ja: '待つのをやめます。' } },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Whoever was not told has to ask.', ja: '知らされなかったほうは、自分から確かめます。' },
    },
  ],
};
