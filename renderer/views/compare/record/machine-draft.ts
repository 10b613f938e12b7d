/** A machine as it is typed: texts; and what it becomes. */
import { Machine } from '../../../../src/contract/compare/machine.ts';

export const links = {
  fast: { kbitPerSecond: null, delayMs: 0 },
  office: { kbitPerSecond: 100_000, delayMs: 10 },
  home: { kbitPerSecond: 16_000, delayMs: 25 },
  mobile: { kbitPerSecond: 2_000, delayMs: 60 },
  thin: { kbitPerSecond: 64, delayMs: 150 },
} as const;
export type LinkName = keyof typeof links;
export const policies = {
  pop3: ['forever', 'days', 'delete'],
  imap: ['list', 'text', 'everything'],
} as const;

export interface MachineDraft {
  /** Of this list only. */
  readonly key: number;
  readonly name: string;
  readonly protocol: 'imap' | 'pop3';
  readonly mailbox: string;
  readonly keep: (typeof policies)['pop3'][number];
  readonly days: string;
  readonly fetch: (typeof policies)['imap'][number];
  readonly link: LinkName;
  /** Million octets; empty: no limit. */
  readonly storage: string;
}

export const presets = {
  officePop3: { protocol: 'pop3', link: 'office' },
  homePop3: { protocol: 'pop3', link: 'home' },
  officeImap: { protocol: 'imap', link: 'office' },
  phoneImap: { protocol: 'imap', link: 'thin', fetch: 'text', storage: '5' },
} as const satisfies Record<string, Partial<MachineDraft>>;
export type Preset = keyof typeof presets;

export const blankMachine = (key: number, name: string, preset: Preset): MachineDraft => ({
  key,
  name,
  mailbox: 'mine',
  keep: 'forever',
  days: '7',
  fetch: 'list',
  storage: '',
  ...presets[preset],
});

export type MachineField = 'name' | 'mailbox' | 'days' | 'storage';

/** Fields that cannot be taken as they are. */
export function wrongIn(draft: MachineDraft): MachineField[] {
  return [
    ...(draft.name.trim() === '' || draft.name.length > 2000 ? (['name'] as const) : []),
    ...(/^[a-z0-9][a-z0-9-]{0,39}$/.test(draft.mailbox) ? [] : (['mailbox'] as const)),
    ...(draft.protocol === 'pop3' && draft.keep === 'days' && !within(draft.days, 1, 3650) ? (['days'] as const) : []),
    ...(draft.storage.trim() !== '' && !(Number(draft.storage) > 0) ? (['storage'] as const) : []),
  ];
}

export function machineOf(draft: MachineDraft, n: number): Machine {
  const { name, protocol, mailbox, keep, fetch, link, storage } = draft;
  return Machine.parse({
    id: `machine-${n + 1}`,
    name: name.trim(),
    protocol,
    mailbox,
    keep: keep === 'days' ? { policy: 'days', days: Number(draft.days) } : { policy: keep },
    fetch,
    link: links[link],
    storage: storage.trim() === '' ? null : Math.round(Number(storage) * 1_000_000),
  });
}

export const within = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

/** The experiment's name out of its question: what of it is ASCII, in lower case; something where nothing is. */
export function slugOf(question: string): string {
  const slug = question
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'my-experiment' : slug;
}
