/** What the signatures of a message prove. RFC 6376 §6, in the words of RFC 8601 §2.7.1. */
import { type Field, headerOf } from './header.ts';
import { KEY_BITS, SIGNATURES } from './limits.ts';
import { mailauthDkim, type NodeResolve } from './mailauth.ts';

export type DkimResult = 'pass' | 'fail' | 'neutral' | 'policy' | 'none' | 'temperror' | 'permerror';

export interface Signature {
  readonly result: DkimResult;
  /** d= */
  readonly domain: string;
  /** s= */
  readonly selector: string;
  /** a= */
  readonly algorithm: string;
  /** First characters of b=, by which it is told from others (RFC 6008). */
  readonly mark: string;
  readonly why: string;
}

export interface Dkim {
  readonly signatures: readonly Signature[];
  /** Addresses of all From fields. */
  readonly from: readonly string[];
}

export async function checkDkim(message: Buffer, resolve: NodeResolve, now: number): Promise<Dkim> {
  const fields = headerOf(message);
  if (fields === null) return { signatures: [{ ...unnamed, result: 'permerror', why: 'header too long' }], from: [] };
  const { looked, left } = chosen(fields);
  try {
    const { dkimVerify } = await mailauthDkim();
    const verified = await dkimVerify(without(message, fields, looked), {
      resolver: resolve,
      minBitLength: KEY_BITS,
      curTime: new Date(now),
    } as Parameters<typeof dkimVerify>[1]);
    const signatures = verified.results.filter(({ signingDomain }) => signingDomain !== undefined).map(signatureOf);
    const broken = looked
      .slice(signatures.length)
      .map(() => ({ ...unnamed, result: 'permerror', why: 'broken signature' }) as const);
    return { signatures: [...signatures, ...broken, ...left], from: verified.headerFrom };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return { signatures: [{ ...unnamed, result: 'temperror', why }], from: [] };
  }
}

const unnamed = { domain: '', selector: '', algorithm: '', mark: '' };

/**
 * Signatures to be verified, and what is said of the others. One that covers only the beginning of the body (l=) is not accepted: behind
 * it anybody can write anything. RFC 6376 §8.2.
 */
function chosen(fields: readonly Field[]): { looked: readonly Field[]; left: readonly Signature[] } {
  const all = fields.filter(({ name }) => name === 'dkim-signature');
  const limited = all.filter(({ value }) => tag(value, 'l') !== '');
  return {
    looked: all.filter((field) => !limited.includes(field)).slice(0, SIGNATURES),
    left: limited.slice(0, SIGNATURES).map(({ value }) => ({
      result: 'policy',
      domain: tag(value, 'd'),
      selector: tag(value, 's'),
      algorithm: tag(value, 'a'),
      mark: tag(value, 'b').slice(0, 8),
      why: 'signs only a part of the body (l=)',
    })),
  };
}

const tag = (value: string, name: string): string =>
  (new RegExp(`(?:^|;)\\s*${name}\\s*=([^;]*)`).exec(value)?.[1] ?? '').replace(/\s+/g, '');

/** A copy in which the verifier does not see signatures that are left out, nor ARC fields, which the lab does not judge by. */
function without(message: Buffer, fields: readonly Field[], looked: readonly Field[]): Buffer {
  const copy = Buffer.from(message);
  for (const field of fields)
    if ((field.name === 'dkim-signature' && !looked.includes(field)) || field.name.startsWith('arc-'))
      copy.write('x', field.at, 'latin1');
  return copy;
}

interface Verified {
  readonly signingDomain: string;
  readonly selector?: string;
  readonly status: { readonly result: string; readonly comment?: string };
}

function signatureOf(verified: Verified): Signature {
  const algo = 'algo' in verified ? verified.algo : '';
  const b = 'signature' in verified ? verified.signature : '';
  const why = verified.status.comment ?? '';
  return {
    result: resultOf(verified.status.result, why),
    domain: verified.signingDomain.toLowerCase(),
    selector: verified.selector ?? '',
    algorithm: typeof algo === 'string' ? algo : '',
    mark: typeof b === 'string' ? b.replace(/\s+/g, '').slice(0, 8) : '',
    why,
  };
}

/** mailauth says neutral of much that RFC 6376 §6.1 calls a permanent failure. */
function resultOf(said: string, why: string): DkimResult {
  switch (said) {
    case 'pass':
    case 'fail':
    case 'policy':
    case 'temperror':
      return said;
    default:
      return /body hash|expir/.test(why) ? 'fail' : 'permerror';
  }
}
