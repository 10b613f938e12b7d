/** SPF, DKIM and DMARC of one mail that came in, and what they come to. */
import type { AskedFor, Resolver } from '../dns/index.ts';
import { checkDkim, type DkimResult, type Signature } from './dkim.ts';
import { checkDmarc, type Dmarc, type Proved, type Wish } from './dmarc.ts';
import { AUTHOR_DOMAINS } from './limits.ts';
import type { NodeResolve } from './mailauth.ts';
import { nodeResolve } from './node-resolve.ts';
import { authenticationResults } from './results.ts';
import { checkSpf, type SpfResult } from './spf.ts';

export interface ToCheck {
  /** As it came, before anything is added. */
  readonly message: Buffer;
  /** The world's address of the client. */
  readonly ip: string;
  readonly helo: string;
  /** '' is the null reverse-path. */
  readonly mailFrom: string;
  readonly resolver: Resolver;
  /** Name of the host that checks: the authserv-id. */
  readonly host: string;
  /** For the trace: whose questions these are. */
  readonly asked?: AskedFor;
  /** By which expiry is judged, ms; the lab's clock. */
  readonly now?: number;
}

export interface Checked {
  readonly spf: SpfResult;
  /** That of the best signature: one that proves the author's domain, else any that passes, else the first. */
  readonly dkim: DkimResult;
  readonly dmarc: Dmarc['result'];
  /** What the author's domain asks for this mail: it passed; it is to be refused; nothing is asked (or only to set it aside, see `wish`). */
  readonly policy: 'accept' | 'reject' | 'none';
  readonly wish: Wish;
  /** What that domain has published; null: nothing. */
  readonly published: Wish | null;
  /** Domain of the author (From); '' where there is none. */
  readonly from: string;
  readonly signatures: readonly Signature[];
  /** Authentication-Results field, CRLF at its end. */
  readonly header: string;
}

/** Never throws: what goes wrong is temperror or permerror. */
export async function check(o: ToCheck): Promise<Checked> {
  const resolve = nodeResolve(o.resolver, { host: o.host, ...o.asked });
  const [spf, { signatures, from }] = await Promise.all([
    checkSpf({ ...o, resolve }),
    checkDkim(o.message, resolve, o.now ?? Date.now()),
  ]);
  const proved: Proved = {
    spf: spf.result === 'pass' ? spf.domain : null,
    dkim: signatures.filter(({ result }) => result === 'pass').map(({ domain }) => domain),
  };
  const dmarc = await dmarcOf(from, proved, resolve);
  return {
    spf: spf.result,
    dkim: best(signatures, dmarc.domain),
    dmarc: dmarc.result,
    policy: dmarc.result === 'pass' ? 'accept' : dmarc.wish === 'reject' ? 'reject' : 'none',
    wish: dmarc.wish,
    published: dmarc.published,
    from: dmarc.domain,
    signatures,
    header: authenticationResults(o.host, { spf, signatures, dmarc }),
  };
}

function best(signatures: readonly Signature[], author: string): DkimResult {
  const passed = signatures.filter(({ result }) => result === 'pass');
  return (passed.find(({ domain }) => domain === author) ?? passed[0] ?? signatures[0])?.result ?? 'none';
}

/** Of several author domains the one that asks for most counts, so that a second From hides nothing. RFC 9989, on messages with several authors. */
async function dmarcOf(from: readonly string[], proved: Proved, resolve: NodeResolve): Promise<Dmarc> {
  const domains = [...new Set(from.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()))];
  if (domains.length === 0 || domains.length > AUTHOR_DOMAINS)
    return { result: 'permerror', domain: '', published: null, wish: 'none', why: `${domains.length} author domains` };
  const all: Dmarc[] = [];
  for (const domain of domains) all.push(await checkDmarc(domain, proved, resolve));
  const order: readonly Dmarc['result'][] = ['fail', 'temperror', 'permerror', 'none', 'pass'];
  const weight = ({ wish, result }: Dmarc): number =>
    ['none', 'quarantine', 'reject'].indexOf(wish) * order.length + order.length - order.indexOf(result);
  return all.reduce((worst, each) => (weight(each) > weight(worst) ? each : worst));
}
