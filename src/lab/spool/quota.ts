/** Octets that each owner's mailboxes hold, and those put aside for what is being stored. RFC 9208. */
import { MailError } from '../../base/errors.ts';

interface Use {
  octets: number;
  reserved: number;
}

export class Quotas {
  readonly #used = new Map<string, Use>();
  readonly #limit: (owner: string) => number | null;

  /** `limit`: null where there is none. */
  constructor(limit: (owner: string) => number | null) {
    this.#limit = limit;
  }

  of(owner: string): { readonly used: number; readonly limit: number | null } {
    return { used: this.#use(owner).octets, limit: this.#limit(owner) };
  }

  /** So many came, or went. */
  holds(owner: string, octets: number): void {
    this.#use(owner).octets += octets;
  }

  /** Until it is called back. @throws MailError message-refused with `said` 'over quota' */
  reserve(owner: string, octets: number): () => void {
    const use = this.#use(owner);
    if (use.octets + use.reserved + octets > (this.#limit(owner) ?? Number.POSITIVE_INFINITY))
      throw new MailError({
        kind: 'refused',
        at: 'spool.quota',
        reason: 'message-refused',
        advice: 'free-space',
        said: 'over quota',
      });
    use.reserved += octets;
    let held = true;
    return () => {
      if (held) use.reserved -= octets;
      held = false;
    };
  }

  clear(): void {
    this.#used.clear();
  }

  #use(owner: string): Use {
    let use = this.#used.get(owner);
    if (use === undefined) {
      use = { octets: 0, reserved: 0 };
      this.#used.set(owner, use);
    }
    return use;
  }
}
