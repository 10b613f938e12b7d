/** What a person tells about their mail as it is typed, in units that people use; and what it becomes. */
import { Needs } from '../../../../src/contract/compare/for-you.ts';
import type { OwnNumbers } from '../../../store/queries/own-numbers.ts';

export const numberFields = [
  'machines',
  'mailsPerDay',
  'mailSize',
  'attachmentShare',
  'attachmentSize',
  'attachmentsOpened',
  'quota',
  'keep',
  'asksEvery',
] as const;
export type NumberField = (typeof numberFields)[number];
export const yesFields = ['thinLine', 'mustSurvive', 'shared', 'readOffline'] as const;
export type YesField = (typeof yesFields)[number];

export interface NeedsDraft extends Readonly<Record<NumberField, string>>, Readonly<Record<YesField, boolean>> {}

/** At most one digit behind the point, and none where there are two before it. */
const short = (n: number): string => String(n >= 10 ? Math.round(n) : Math.round(n * 10) / 10);

export function draftOf(own: OwnNumbers | null): NeedsDraft {
  const needs = Needs.parse({});
  return {
    machines: String(needs.machines),
    mailsPerDay: short(own?.mailsPerDay ?? needs.mailsPerDay),
    mailSize: short((own?.mailSize ?? needs.mailSize) / 1000),
    attachmentShare: short((own?.attachmentShare ?? needs.attachmentShare) * 100),
    attachmentSize: short((own === null || own.attachmentSize === 0 ? needs.attachmentSize : own.attachmentSize) / 1e6),
    attachmentsOpened: short(needs.attachmentsOpened * 100),
    quota: needs.quota === null ? '' : short(needs.quota / 1e9),
    keep: short(needs.keepDays / 365),
    asksEvery: short(1440 / needs.asksPerDay),
    thinLine: needs.thinLine,
    mustSurvive: needs.mustSurvive,
    shared: needs.shared,
    readOffline: needs.readOffline,
  };
}

export interface Read {
  /** Null where a field cannot be taken. */
  readonly needs: Needs | null;
  readonly wrong: readonly NumberField[];
}

const asNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

/** Where in the needs a field ends up. */
const into = {
  machines: 'machines',
  mailsPerDay: 'mailsPerDay',
  mailSize: 'mailSize',
  attachmentShare: 'attachmentShare',
  attachmentSize: 'attachmentSize',
  attachmentsOpened: 'attachmentsOpened',
  quota: 'quota',
  keep: 'keepDays',
  asksEvery: 'asksPerDay',
} as const satisfies Record<NumberField, keyof Needs>;

export function needsOf(draft: NeedsDraft): Read {
  const n = (field: NumberField) => asNumber(draft[field]);
  const parsed = Needs.safeParse({
    machines: n('machines'),
    mailsPerDay: n('mailsPerDay'),
    mailSize: n('mailSize') * 1000,
    attachmentShare: n('attachmentShare') / 100,
    attachmentSize: n('attachmentSize') * 1e6,
    attachmentsOpened: n('attachmentsOpened') / 100,
    quota: draft.quota.trim() === '' ? null : n('quota') * 1e9,
    keepDays: Math.round(n('keep') * 365),
    asksPerDay: 1440 / n('asksEvery'),
    thinLine: draft.thinLine,
    mustSurvive: draft.mustSurvive,
    shared: draft.shared,
    readOffline: draft.readOffline,
  });
  if (parsed.success) return { needs: parsed.data, wrong: [] };
  const paths = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return { needs: null, wrong: numberFields.filter((field) => paths.has(into[field])) };
}
