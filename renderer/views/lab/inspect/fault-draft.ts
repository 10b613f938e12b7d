/** A fault as texts in a form, and back; and the ready ones. Pure. */
import { type Fault, type FaultEffect, FaultPoint } from '../../../../src/contract/lab/world.ts';
import { number } from './record-draft.ts';

export type EffectKind = FaultEffect['kind'];
type EffectNumber = 'code' | 'ms' | 'afterOctets' | 'seconds' | 'by';

export const points: readonly FaultPoint[] = FaultPoint.options;

/** Each effect with the field of it that takes a number, and whether it has words of its own. */
export const effects: Readonly<Record<EffectKind, { number: EffectNumber | null; text: boolean }>> = {
  refuse: { number: 'code', text: true },
  defer: { number: 'code', text: true },
  delay: { number: 'ms', text: false },
  drop: { number: 'afterOctets', text: false },
  'dead-host': { number: null, text: false },
  'bad-tls': { number: null, text: false },
  greylist: { number: 'seconds', text: false },
  'disk-full': { number: null, text: false },
  servfail: { number: null, text: false },
  'uidl-missing': { number: null, text: false },
  'uidl-duplicate': { number: null, text: false },
  'uidl-changed': { number: null, text: false },
  'uidvalidity-bump': { number: null, text: false },
  'expunge-during-fetch': { number: null, text: false },
  'lying-size': { number: 'by', text: false },
};

export interface FaultDraft extends Readonly<Record<string, string>> {
  readonly id: string;
  readonly point: FaultPoint;
  readonly kind: EffectKind;
  readonly number: string;
  readonly text: string;
  readonly host: string;
  readonly address: string;
  readonly times: string;
  readonly skip: string;
}

/** What the fields of the form do not show (moments) is kept beside them. */
export function faultDraft(fault: Fault): FaultDraft {
  const { effect } = fault;
  const field = effects[effect.kind].number;
  const value = field === null ? undefined : (effect as unknown as Record<string, unknown>)[field];
  return {
    id: fault.id,
    point: fault.point,
    kind: effect.kind,
    number: value === undefined ? '' : String(value),
    text: 'text' in effect ? effect.text : '',
    host: fault.host ?? '',
    address: fault.address ?? '',
    times: fault.times === undefined ? '' : String(fault.times),
    skip: String(fault.skip),
    from: fault.from === undefined ? '' : String(fault.from),
    until: fault.until === undefined ? '' : String(fault.until),
  };
}

export function faultOf(draft: FaultDraft): unknown {
  const { number: field, text } = effects[draft.kind];
  const given = (name: string, value: string | undefined) =>
    (value ?? '').trim() === '' ? {} : { [name]: number(value ?? '') };
  return {
    id: draft.id.trim(),
    point: draft.point,
    effect: {
      kind: draft.kind,
      ...(field === null ? {} : given(field, draft.number)),
      ...(text ? { text: draft.text } : {}),
    },
    ...(draft.host === '' ? {} : { host: draft.host }),
    ...(draft.address.trim() === '' ? {} : { address: draft.address.trim() }),
    ...given('times', draft.times),
    ...given('skip', draft.skip),
    ...given('from', draft['from']),
    ...given('until', draft['until']),
  };
}

/** Faults that are wanted often. */
export const readyFaults = {
  'host-down': { point: 'smtp.connect', kind: 'dead-host', number: '', text: '' },
  greylist: { point: 'smtp.rcpt', kind: 'greylist', number: '300', text: '' },
  'full-disk': { point: 'spool.store', kind: 'disk-full', number: '', text: '' },
  servfail: { point: 'dns.answer', kind: 'servfail', number: '', text: '' },
  slow: { point: 'smtp.greeting', kind: 'delay', number: '5000', text: '' },
  drop: { point: 'smtp.content', kind: 'drop', number: '1000', text: '' },
} as const satisfies Record<string, Pick<FaultDraft, 'point' | 'kind' | 'number' | 'text'>>;
export type ReadyFault = keyof typeof readyFaults;

/** A ready fault under a name that is free; at the first host that it can be for. */
export function readyDraft(ready: ReadyFault, host: string, taken: readonly string[]): FaultDraft {
  return {
    ...readyFaults[ready],
    id: freeName(ready, taken),
    host: ready === 'servfail' ? '' : host,
    address: '',
    times: '',
    skip: '0',
  };
}

export const blankFault = (taken: readonly string[]): FaultDraft => ({
  id: freeName('fault', taken),
  point: 'smtp.rcpt',
  kind: 'defer',
  number: '451',
  text: '4.3.0 Try again later',
  host: '',
  address: '',
  times: '',
  skip: '0',
});

function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.includes(`${wanted}-${n}`)) return `${wanted}-${n}`;
}
