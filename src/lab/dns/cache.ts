/** What was answered, for as long as it may be believed by the lab's clock. RFC 1035 §7.4, RFC 2308 §5. */
import { CACHED, LONGEST_NEGATIVE_TTL, LONGEST_TTL } from './limits.ts';
import type { DnsRecord } from './records.ts';

export interface Believed {
  readonly status: 'NOERROR' | 'NXDOMAIN';
  readonly answers: readonly DnsRecord[];
}

export class Cache {
  readonly #now: () => number;
  readonly #held = new Map<string, { readonly believed: Believed; readonly until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(name: string, type: string): Believed | null {
    const held = this.#held.get(`${name}/${type}`);
    if (held === undefined) return null;
    if (held.until > this.#now()) return held.believed;
    this.#held.delete(`${name}/${type}`);
    return null;
  }

  /** Kept for the shortest life in it; one of 0 is not kept at all. A negative answer without SOA is not kept either. */
  put(name: string, type: string, believed: Believed, authorities: readonly DnsRecord[], negative: boolean): void {
    const ttls = believed.answers.map(({ ttl }) => Math.min(ttl, LONGEST_TTL));
    if (negative) ttls.push(negativeTtl(authorities));
    const ms = Math.min(...ttls) * 1000;
    if (!(ms > 0)) return;
    this.#held.delete(`${name}/${type}`);
    this.#held.set(`${name}/${type}`, { believed, until: this.#now() + ms });
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= CACHED) break;
      this.#held.delete(oldest);
    }
  }

  clear(): void {
    this.#held.clear();
  }
}

/** The lesser of the SOA's own life and its minimum. RFC 2308 §5. */
function negativeTtl(authorities: readonly DnsRecord[]): number {
  for (const record of authorities)
    if (record.type === 'SOA') return Math.min(record.ttl, record.minimum, LONGEST_NEGATIVE_TTL);
  return 0;
}
