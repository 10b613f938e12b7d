/** A step as it is typed, which fields each kind has, and what it becomes. */
import type { Machine } from '../../../../src/contract/compare/machine.ts';
import type { On, Step, StepInput } from '../../../../src/contract/compare/step.ts';
import { within } from './machine-draft.ts';

export type Kind = Step['do'];

export type Field =
  | 'on'
  | 'mails'
  | 'count'
  | 'to'
  | 'subject'
  | 'attachment'
  | 'word'
  | 'mark'
  | 'folder'
  | 'forGood'
  | 'where'
  | 'terms'
  | 'with'
  | 'may'
  | 'span'
  | 'leave';

export const marks = ['read', 'unread', 'flagged', 'unflagged'] as const;

export interface StepDraft {
  readonly do: Kind;
  readonly on: readonly string[];
  readonly mails: readonly string[];
  readonly count: string;
  /** A mailbox; empty: all of them, or somebody outside. */
  readonly to: string;
  readonly subject: string;
  /** Million octets. */
  readonly attachment: string;
  readonly word: string;
  readonly mark: (typeof marks)[number];
  readonly folder: string;
  readonly forGood: boolean;
  readonly where: 'here' | 'server';
  readonly from: string;
  readonly recipient: string;
  readonly text: string;
  readonly with: string;
  readonly may: 'read' | 'write';
  readonly days: string;
  readonly hours: string;
  /** Thousand octets. */
  readonly leave: string;
}

export const fields: Readonly<Record<Kind, readonly Field[]>> = {
  deliver: ['count', 'to', 'subject', 'attachment', 'word'],
  sync: ['on'],
  open: ['on', 'mails'],
  fetch: ['on', 'mails'],
  mark: ['on', 'mark', 'mails'],
  'make-folder': ['on', 'folder'],
  move: ['on', 'folder', 'mails'],
  delete: ['on', 'forGood', 'mails'],
  search: ['on', 'where', 'terms'],
  send: ['on', 'to', 'subject'],
  share: ['on', 'folder', 'with', 'may'],
  together: ['on'],
  listen: ['on'],
  rest: ['on'],
  offline: ['on'],
  online: ['on'],
  wait: ['span'],
  lose: ['on'],
  replace: ['on'],
  'fill-disk': ['on', 'leave'],
  'free-disk': ['on'],
};

/** In the order of the buttons: what comes, what a person does, what happens to a machine. */
export const kinds: readonly (readonly Kind[])[] = [
  ['deliver', 'send', 'wait'],
  ['sync', 'together', 'listen', 'rest'],
  ['open', 'fetch', 'mark', 'move', 'delete', 'make-folder', 'share', 'search'],
  ['offline', 'online', 'lose', 'replace', 'fill-disk', 'free-disk'],
];

/** Whether it can be done with these machines and mails at all. */
export function possible(kind: Kind, machines: readonly Machine[], mails: number): boolean {
  if (kind === 'together') return machines.length > 1;
  if (kind === 'share') return mailboxesOf(machines).length > 1;
  return !fields[kind].includes('mails') || mails > 0;
}

export const mailboxesOf = (machines: readonly Machine[]): string[] => [
  ...new Set(machines.map(({ mailbox }) => mailbox)),
];

export function blankStep(kind: Kind, machines: readonly Machine[]): StepDraft {
  return {
    do: kind,
    on: kind === 'lose' || kind === 'replace' ? [] : machines.map(({ id }) => id),
    mails: [],
    count: '1',
    to: '',
    subject: '',
    attachment: '',
    word: '',
    mark: 'read',
    folder: kind === 'move' || kind === 'make-folder' || kind === 'share' ? 'Work' : '',
    forGood: false,
    where: 'server',
    from: '',
    recipient: '',
    text: '',
    with: mailboxesOf(machines).at(-1) ?? '',
    may: 'read',
    days: '1',
    hours: '0',
    leave: '0',
  };
}

export type WrongField = 'on' | 'mails' | 'count' | 'attachment' | 'folder' | 'days' | 'hours' | 'leave';

export function wrongInStep(draft: StepDraft): WrongField[] {
  const has = (field: Field) => fields[draft.do].includes(field);
  const number = (text: string) => text.trim() === '' || Number(text) >= 0;
  return [
    ...(has('on') && draft.on.length < (draft.do === 'together' ? 2 : 1) ? (['on'] as const) : []),
    ...(has('mails') && draft.mails.length === 0 ? (['mails'] as const) : []),
    ...(has('count') && !within(draft.count, 1, 1000) ? (['count'] as const) : []),
    ...(has('attachment') && !(number(draft.attachment) && Number(draft.attachment) <= 100)
      ? (['attachment'] as const)
      : []),
    ...(has('folder') && (draft.folder.trim() === '' || draft.folder.length > 200) ? (['folder'] as const) : []),
    ...(has('span') && !within(draft.days, 0, 3650) ? (['days'] as const) : []),
    ...(has('span') && !within(draft.hours, 0, 10_000) ? (['hours'] as const) : []),
    ...(has('leave') && !number(draft.leave) ? (['leave'] as const) : []),
  ];
}

/** `delivered`: how often mails were delivered already, so that names are given once only. */
export function stepOf(draft: StepDraft, machines: readonly Machine[], delivered: number, sent: number): StepInput {
  const on: On =
    draft.on.length === machines.length && draft.do !== 'together'
      ? 'all'
      : draft.on.length === 1
        ? (draft.on[0] ?? 'all')
        : [...draft.on];
  const mails = [...draft.mails];
  const given = <K extends string>(name: K, text: string) =>
    (text.trim() === '' ? {} : { [name]: text.trim() }) as Partial<Record<K, string>>;
  switch (draft.do) {
    case 'deliver':
      return {
        do: 'deliver',
        count: Number(draft.count),
        as: delivered === 0 ? 'm' : `m${delivered + 1}-`,
        attachment: Math.round(Number(draft.attachment) * 1_000_000),
        ...given('to', draft.to),
        ...given('subject', draft.subject),
        ...given('word', draft.word),
      };
    case 'wait':
      return { do: 'wait', days: Number(draft.days), hours: Number(draft.hours) };
    case 'together':
      return { do: 'together', on: [...draft.on] };
    case 'mark':
      return { do: 'mark', on, mails, ...markOf(draft.mark) };
    case 'make-folder':
      return { do: 'make-folder', on, folder: draft.folder.trim() };
    case 'move':
      return { do: 'move', on, mails, to: draft.folder.trim() };
    case 'delete':
      return { do: 'delete', on, mails, forGood: draft.forGood };
    case 'search':
      return {
        do: 'search',
        on,
        where: draft.where,
        ...given('from', draft.from),
        ...given('to', draft.recipient),
        ...given('text', draft.text),
      };
    case 'send':
      return {
        do: 'send',
        on,
        as: sent === 0 ? 'sent' : `sent-${sent + 1}`,
        ...given('to', draft.to),
        ...given('subject', draft.subject),
      };
    case 'share':
      return { do: 'share', on, folder: draft.folder.trim(), with: draft.with, may: draft.may };
    case 'fill-disk':
      return { do: 'fill-disk', on, leave: Math.round(Number(draft.leave) * 1000) };
    case 'open':
    case 'fetch':
      return { do: draft.do, on, mails };
    default:
      return { do: draft.do, on };
  }
}

function markOf(mark: StepDraft['mark']): { set?: string[]; unset?: string[] } {
  const flag = mark.endsWith('read') ? 'seen' : 'flagged';
  return mark.startsWith('un') ? { unset: [flag] } : { set: [flag] };
}
