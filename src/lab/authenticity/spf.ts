/** Whether the domain of the reverse-path lets this address send for it. RFC 7208. */
import { mailauthSpf, type NodeResolve } from './mailauth.ts';

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror';

export interface Spf {
  readonly result: SpfResult;
  /** Domain that was asked: of the reverse-path, or of HELO where that is null (RFC 7208 §2.4). */
  readonly domain: string;
  /** Which of the two it was. */
  readonly identity: { readonly property: 'mailfrom' | 'helo'; readonly value: string };
  readonly why: string;
}

export async function checkSpf(o: {
  readonly ip: string;
  readonly helo: string;
  readonly mailFrom: string;
  readonly host: string;
  readonly resolve: NodeResolve;
}): Promise<Spf> {
  const helo = o.helo === '' ? 'unknown' : o.helo;
  const identity =
    o.mailFrom === ''
      ? ({ property: 'helo', value: helo } as const)
      : ({ property: 'mailfrom', value: o.mailFrom } as const);
  const domain = identity.value.slice(identity.value.lastIndexOf('@') + 1).toLowerCase();
  try {
    const { spf } = await mailauthSpf();
    const { status } = await spf({
      ip: o.ip,
      helo,
      sender: o.mailFrom === '' ? `postmaster@${helo}` : o.mailFrom,
      mta: o.host,
      resolver: o.resolve,
    });
    return { result: resultOf(status.result), domain, identity, why: status.comment ?? '' };
  } catch (error) {
    return { result: 'temperror', domain, identity, why: error instanceof Error ? error.message : '' };
  }
}

const known: readonly string[] = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'temperror',
  'permerror',
] satisfies SpfResult[];
const isResult = (said: string): said is SpfResult => known.includes(said);
const resultOf = (said: string): SpfResult => (isResult(said) ? said : 'permerror');
