/** Both phones read one mailbox: neither takes anything away from the other. */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import type { Link } from '../../contract/compare/machine.ts';
import { machine } from './machines.ts';

/** A mobile line far from the next mast. */
const thin: Link = { kbitPerSecond: 64, delayMs: 150 };
const detail = { en: '64 kbit/s', ja: '64 kbit/s' };

export const thinLine: ExperimentInput = {
  name: 'thin-line',
  title: { en: 'A big attachment on a thin line', ja: '細い回線と大きな添付ファイル' },
  question: {
    en: 'What does a 10 MB attachment cost on a thin line when I only want the text?',
    ja: '本文だけ読みたいとき、10 MBの添付ファイルは細い回線でどれだけの負担になりますか。',
  },
  machines: [
    machine('phone', 'pop3', { link: thin, detail }),
    machine('phone', 'imap', { link: thin, detail: { en: 'text only, 64 kbit/s', ja: '本文のみ、64 kbit/s' } }),
  ],
  steps: [
    {
      do: 'sync',
      on: 'all',
      note: {
        en: 'The mailbox is still empty: this is what asking alone costs.',
        ja: 'メールボックスはまだ空です。確かめるだけでかかる通信量が分かります。',
      },
    },
    {
      do: 'deliver',
      as: 'photos',
      text: 1200,
      attachment: 10_000_000,
      note: {
        en: 'One mail comes: a few lines of text, and a file of 10 MB.',
        ja: '数行の本文と10 MBのファイルが付いたメールが1通届きます。',
      },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Both phones ask for new mail.', ja: '2台のスマートフォンが新着を確かめます。' },
    },
    {
      do: 'open',
      on: 'all',
      mails: 'photos',
      note: { en: 'Only the text is wanted.', ja: '本文だけを読みます。' },
    },
    {
      do: 'fetch',
      on: 'all',
      mails: 'photos',
      note: { en: 'Now the attachment is wanted as well.', ja: '今度は添付ファイルも開きます。' },
    },
  ],
};
