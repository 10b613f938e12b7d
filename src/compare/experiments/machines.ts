/** The machines that most experiments use: a PC at the office and one at home, over each protocol. */
import type { z } from 'zod';
import type { Machine } from '../../contract/compare/machine.ts';
import type { Localized } from '../../contract/lab/world.ts';

type MachineInput = z.input<typeof Machine>;
type Protocol = Machine['protocol'];

const places = {
  office: { en: 'Office PC', ja: '職場のPC' },
  home: { en: 'Home PC', ja: '自宅のPC' },
  laptop: { en: 'Laptop', ja: 'ノートPC' },
  phone: { en: 'Phone', ja: 'スマートフォン' },
  tablet: { en: 'Tablet', ja: 'タブレット' },
  colleague: { en: "Colleague's PC", ja: '同僚のPC' },
} as const satisfies Record<string, Localized>;

const called: Readonly<Record<Protocol, string>> = { imap: 'IMAP', pop3: 'POP3' };

/** `detail` stands behind the protocol, as in "Phone over IMAP, text only". */
export function machine(
  place: keyof typeof places,
  protocol: Protocol,
  settings: Omit<Partial<MachineInput>, 'protocol'> & { readonly detail?: Localized } = {},
): MachineInput {
  const { detail, ...rest } = settings;
  const { en, ja } = places[place];
  const by = called[protocol];
  return {
    id: `${place}-${protocol}`,
    name: {
      en: `${en} over ${by}${detail === undefined ? '' : `, ${detail.en}`}`,
      ja: `${ja}（${by}${detail === undefined ? '' : `、${detail.ja}`}）`,
    },
    protocol,
    ...rest,
  };
}

/** Each protocol has a mailbox of its own, and the same mails come into both: neither disturbs the other. */
export const apart: readonly MachineInput[] = [
  machine('office', 'pop3', { mailbox: 'pop3' }),
  machine('home', 'pop3', { mailbox: 'pop3' }),
  machine('office', 'imap', { mailbox: 'imap' }),
  machine('home', 'imap', { mailbox: 'imap' }),
];

/** All four read one and the same mailbox. */
export const together: readonly MachineInput[] = apart.map((each) => ({ ...each, mailbox: 'mine' }));

export const atOffice = ['office-pop3', 'office-imap'];
export const atHome = ['home-pop3', 'home-imap'];
