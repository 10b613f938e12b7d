/** Two people with a mailbox each; one lets the other see a folder (RFC 4314). */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { atOffice, machine } from './machines.ts';

const colleagues = ['colleague-pop3', 'colleague-imap'];

export const share: ExperimentInput = {
  name: 'share',
  title: { en: 'Sharing a folder with a colleague', ja: '同僚とフォルダーを共有する' },
  question: {
    en: 'Can a colleague see a folder of mine, without my password and without a copy?',
    ja: 'パスワードを教えたりメールを転送したりせずに、自分のフォルダーを同僚に見せられますか。',
  },
  machines: [
    machine('office', 'pop3', { mailbox: 'mine' }),
    machine('office', 'imap', { mailbox: 'mine' }),
    machine('colleague', 'pop3', { mailbox: 'colleague' }),
    machine('colleague', 'imap', { mailbox: 'colleague' }),
  ],
  steps: [
    {
      do: 'deliver',
      to: 'mine',
      count: 2,
      note: { en: 'Two mails come for me.', ja: '自分宛てに2通のメールが届きます。' },
    },
    { do: 'sync', on: 'all', note: { en: 'Everybody asks for new mail.', ja: '全員が新着を確かめます。' } },
    {
      do: 'make-folder',
      on: atOffice,
      folder: 'Project',
      note: { en: 'I make a folder for our project.', ja: 'プロジェクト用のフォルダーを作ります。' },
    },
    {
      do: 'move',
      on: atOffice,
      mails: 'm1',
      to: 'Project',
      note: { en: 'The first mail goes into it.', ja: '1通目をそこに移します。' },
    },
    {
      do: 'share',
      on: atOffice,
      folder: 'Project',
      with: 'colleague',
      may: 'read',
      note: {
        en: 'My colleague may read this folder, and only this one.',
        ja: '同僚に、このフォルダーだけを読めるようにします。',
      },
    },
    {
      do: 'sync',
      on: colleagues,
      note: { en: 'My colleague looks.', ja: '同僚が確かめます。' },
    },
    {
      do: 'open',
      on: colleagues,
      mails: 'm1',
      note: { en: 'And reads the mail.', ja: 'そして、そのメールを読みます。' },
    },
  ],
};
