/** A train tunnel: what was fetched can be read, and what is done in there reaches the server later (RFC 4549). */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { atHome, machine } from './machines.ts';

const laptops = ['laptop-pop3', 'laptop-imap'];
const travelling = [...laptops, 'phone-imap'];

export const offline: ExperimentInput = {
  name: 'offline',
  title: { en: 'In the tunnel', ja: 'トンネルの中で' },
  question: {
    en: 'What can I read and do without a connection, and does it count afterwards?',
    ja: '接続がないとき、何を読めて何ができますか。それは後で反映されますか。',
  },
  machines: [
    machine('laptop', 'pop3', { mailbox: 'pop3' }),
    machine('home', 'pop3', { mailbox: 'pop3' }),
    machine('laptop', 'imap', {
      mailbox: 'imap',
      fetch: 'text',
      detail: { en: 'fetches texts ahead', ja: '本文を先に取得' },
    }),
    machine('phone', 'imap', {
      mailbox: 'imap',
      fetch: 'list',
      detail: { en: 'fetches the list only', ja: '一覧のみ取得' },
    }),
    machine('home', 'imap', { mailbox: 'imap' }),
  ],
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
      do: 'make-folder',
      on: laptops,
      folder: 'Receipts',
      note: { en: 'Both laptops have a folder for receipts.', ja: 'ノートPCに領収書用のフォルダーを作ります。' },
    },
    { do: 'sync', on: 'all', note: { en: 'Everybody asks for new mail.', ja: 'すべてのマシンが新着を確かめます。' } },
    { do: 'offline', on: travelling, note: { en: 'The train enters a tunnel.', ja: '列車がトンネルに入ります。' } },
    {
      do: 'open',
      on: travelling,
      mails: ['m1', 'm2', 'm3', 'm4'],
      note: { en: 'All four mails are to be read in the tunnel.', ja: 'トンネルの中で4通すべてを読もうとします。' },
    },
    {
      do: 'move',
      on: laptops,
      mails: 'm1',
      to: 'Receipts',
      note: { en: 'One is filed in the folder.', ja: '1通をフォルダーに移します。' },
    },
    {
      do: 'deliver',
      as: 'meanwhile',
      note: { en: 'Meanwhile a new mail comes.', ja: 'その間に新しいメールが1通届きます。' },
    },
    { do: 'online', on: travelling, note: { en: 'Light at the end of the tunnel.', ja: 'トンネルを抜けます。' } },
    {
      do: 'sync',
      on: travelling,
      note: { en: 'The travellers catch up.', ja: '移動中のマシンが追いつきます。' },
    },
    {
      do: 'sync',
      on: atHome,
      note: { en: 'What do the PCs at home know of it?', ja: '自宅のPCにはどう見えるでしょうか。' },
    },
  ],
};
