/** What the domain in the From field asks to be done with mail that does not prove itself. RFC 9989. */
import { domainToASCII } from 'node:url';
import { WALK_LABELS } from './limits.ts';
import type { NodeResolve } from './mailauth.ts';

export type Wish = 'none' | 'quarantine' | 'reject';

export interface Dmarc {
  readonly result: 'pass' | 'fail' | 'none' | 'temperror' | 'permerror';
  /** Domain of the author, as it is judged. */
  readonly domain: string;
  /** What was published for it; null: nothing. */
  readonly published: Wish | null;
  /** What it asks for this message: nothing where it passed. */
  readonly wish: Wish;
  /** Who proved what, for the comment. */
  readonly why: string;
}

/** What was proved: domains, by which means. */
export interface Proved {
  readonly spf: string | null;
  readonly dkim: readonly string[];
}

interface DmarcRecord {
  readonly at: string;
  readonly tags: ReadonlyMap<string, string>;
}

export async function checkDmarc(author: string, proved: Proved, resolve: NodeResolve): Promise<Dmarc> {
  const domain = domainToASCII(author.replace(/\.$/, '')) || author.toLowerCase();
  const nothing = { domain, published: null, wish: 'none' } as const;
  try {
    const recordAt = once((name) => readRecord(name, resolve));
    const walk = once((name) => walkUp(name, recordAt));
    const record = (await recordAt(domain)) ?? (await walk(domain)).record;
    if (record === null) return { ...nothing, result: 'none', why: '' };
    const published = await policyOf(record, domain, resolve);
    if (published === null) return { ...nothing, result: 'permerror', why: 'no policy in the record' };
    const aligned = async (proof: string, mode: string): Promise<boolean> =>
      proof === domain || (mode !== 's' && (await walk(proof)).organization === (await walk(domain)).organization);
    if (proved.spf !== null && (await aligned(proved.spf, tagOf(record, 'aspf'))))
      return { domain, published, wish: 'none', result: 'pass', why: 'spf' };
    for (const signer of proved.dkim)
      if (await aligned(signer, tagOf(record, 'adkim')))
        return { domain, published, wish: 'none', result: 'pass', why: 'dkim' };
    return { domain, published, wish: tested(record) ? milder(published) : published, result: 'fail', why: '' };
  } catch (error) {
    return { ...nothing, result: 'temperror', why: error instanceof Error ? error.message : '' };
  }
}

/** Found out once for each name. */
function once<T>(find: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}

const tagOf = (record: DmarcRecord, tag: string): string => (record.tags.get(tag) ?? '').toLowerCase();

/** `sp` for a name below the one that published it, `np` where that name does not even exist. Null: no policy can be read. */
async function policyOf(record: DmarcRecord, domain: string, resolve: NodeResolve): Promise<Wish | null> {
  const own = wishOf(tagOf(record, 'p')) ?? (record.tags.has('rua') ? 'none' : null);
  if (record.at === domain || own === null) return own;
  const below = wishOf(tagOf(record, 'sp')) ?? own;
  const missing = wishOf(tagOf(record, 'np'));
  return missing !== null && !(await exists(domain, resolve)) ? missing : below;
}

const wishOf = (said: string): Wish | null =>
  said === 'none' || said === 'quarantine' || said === 'reject' ? said : null;

/** `t=y`, and `pct=0` as it was said before RFC 9989: published to see what would happen. */
const tested = (record: DmarcRecord): boolean => tagOf(record, 't') === 'y' || tagOf(record, 'pct') === '0';
const milder = (wish: Wish): Wish => (wish === 'reject' ? 'quarantine' : 'none');

async function exists(domain: string, resolve: NodeResolve): Promise<boolean> {
  return resolve(domain, 'A').then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOTFOUND',
  );
}

interface Walked {
  readonly organization: string;
  readonly record: DmarcRecord | null;
}

/** Up from a name to the top: the records on the way tell which name is the organisation's. */
async function walkUp(domain: string, recordAt: (name: string) => Promise<DmarcRecord | null>): Promise<Walked> {
  let highest: DmarcRecord | null = null;
  let below = domain;
  for (const name of wayUp(domain)) {
    const record = await recordAt(name);
    if (record !== null) {
      if (tagOf(record, 'psd') === 'n') return { organization: name, record };
      // A public suffix: the organisation is one label below it, and has no record of its own unless one was found there.
      if (tagOf(record, 'psd') === 'y' && name !== domain)
        return { organization: below, record: highest?.at === below ? highest : record };
      highest = record;
    }
    below = name;
  }
  return { organization: highest?.at ?? domain, record: highest };
}

/** The name, then its parents; a very long one is cut to seven labels after itself. */
function wayUp(domain: string): string[] {
  const labels = domain.split('.');
  const from = labels.length > WALK_LABELS + 1 ? labels.length - WALK_LABELS : 1;
  return [domain, ...labels.slice(from).map((_, n) => labels.slice(from + n).join('.'))];
}

/** Null: there is none, or more than one, which counts as none. */
async function readRecord(domain: string, resolve: NodeResolve): Promise<DmarcRecord | null> {
  const texts = await resolve(`_dmarc.${domain}`, 'TXT').catch((error: unknown) => {
    if (codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'ENODATA') return [];
    throw error;
  });
  const records = texts
    .map((text) => (typeof text === 'string' ? text : text.join('')))
    .filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
  const [text] = records;
  if (text === undefined || records.length > 1) return null;
  const tags = text
    .split(';')
    .map((part) => part.split('='))
    .map(([tag = '', ...value]): [string, string] => [tag.trim().toLowerCase(), value.join('=').trim()]);
  return { at: domain, tags: new Map(tags) };
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
