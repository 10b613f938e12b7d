/** Laptops that have never fetched anything: what can be found without? */
import type { ExperimentInput } from '../../contract/compare/experiment.ts';
import { machine } from './machines.ts';

export const search: ExperimentInput = {
  name: 'search',
  title: { en: 'Finding what was never downloaded', ja: '受け取っていないメールを探す' },
  question: {
    en: 'Can I find a mail that this machine never downloaded?',
    ja: 'このマシンにまだ受け取っていないメールを、探し出せますか。',
  },
  machines: [machine('laptop', 'pop3'), machine('laptop', 'imap')],
  steps: [
    {
      do: 'deliver',
      count: 20,
      text: 4000,
      note: { en: 'Twenty mails lie on the server.', ja: 'サーバーに20通のメールがあります。' },
    },
    {
      do: 'deliver',
      count: 3,
      as: 'otter',
      text: 4000,
      from: 'Hanako Mori <hanako@aquarium.example>',
      addressed: 'friends-of-otters@lists.example',
      word: 'kawauso',
      note: {
        en: 'And three more, from Hanako to the friends of otters, with the word "kawauso" deep in the text.',
        ja: 'さらに3通、Hanakoさんから「friends-of-otters」宛てに届きます。本文の奥に「kawauso」という語があります。',
      },
    },
    {
      do: 'search',
      on: 'all',
      where: 'server',
      from: 'hanako@aquarium.example',
      note: {
        en: 'Two new laptops that never fetched anything ask the server: what came from Hanako?',
        ja: '何も受け取っていない新しいノートPCが、サーバーにHanakoさんからのメールを尋ねます。',
      },
    },
    {
      do: 'search',
      on: 'all',
      where: 'server',
      to: 'friends-of-otters',
      note: { en: 'What went to the friends of otters?', ja: '「friends-of-otters」宛てのメールはどれでしょうか。' },
    },
    {
      do: 'search',
      on: 'all',
      where: 'server',
      text: 'kawauso',
      note: { en: 'In which mails is the word "kawauso"?', ja: '「kawauso」という語があるのはどのメールでしょうか。' },
    },
    {
      do: 'search',
      on: 'all',
      where: 'here',
      from: 'hanako@aquarium.example',
      note: { en: 'And on the laptop itself?', ja: 'ノートPCの中だけを探すとどうでしょうか。' },
    },
    {
      do: 'sync',
      on: 'all',
      note: { en: 'Now both fetch their mail.', ja: 'ここで2台ともメールを受け取ります。' },
    },
    {
      do: 'search',
      on: 'all',
      where: 'here',
      from: 'hanako@aquarium.example',
      note: { en: 'Once more on the laptop itself.', ja: 'もう一度、ノートPCの中を探します。' },
    },
  ],
};
