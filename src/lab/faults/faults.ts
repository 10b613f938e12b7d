/** Decides whether a fault of the world strikes here and now. Counted, never random, so that the same run gives the same faults. */
import type { Fault, FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import { byAddress } from './by-address.ts';

interface Given {
  readonly now: () => number;
  readonly faults: () => readonly Fault[];
  /** Whether the host accepts mail for that address finally: only there a fault by address strikes, not on the way. Absent: everywhere. */
  readonly accepts?: (host: string, address: string) => boolean;
  readonly told: (host: string, id: string, point: FaultPoint, effect: string) => void;
}

export class Faults {
  readonly #given: Given;
  /** How often each fault's place was passed. */
  readonly #passed = new Map<string, number>();

  constructor(given: Given) {
    this.#given = given;
  }

  /**
   * The effect of the first fault that applies at this point; null: nothing is wrong. `address` is what the point is about: the recipient at smtp.rcpt
   * and later (all of them together where the point is about the whole mail), the user at pop3.* and imap.*, the name that is asked for at dns.answer.
   */
  at(point: FaultPoint, host: string, address?: string | readonly string[]): FaultEffect | null {
    const addresses = typeof address === 'string' ? [address] : (address ?? []);
    for (const fault of this.#given.faults()) {
      if (!applies(fault, point, host, addresses, this.#given.now())) continue;
      const before = this.#passed.get(fault.id) ?? 0;
      this.#passed.set(fault.id, before + 1);
      if (before < fault.skip || (fault.times !== undefined && before >= fault.skip + fault.times)) continue;
      this.#given.told(host, fault.id, point, fault.effect.kind);
      return fault.effect;
    }
    for (const one of addresses) {
      const named = byAddress(point, one);
      if (named === null || this.#given.accepts?.(host, one) === false) continue;
      this.#given.told(host, named.id, point, named.effect.kind);
      return named.effect;
    }
    return null;
  }

  /** Counts from the beginning: after a reset, or when a fault was edited. */
  forget(id?: string): void {
    if (id === undefined) this.#passed.clear();
    else this.#passed.delete(id);
  }
}

function applies(fault: Fault, point: FaultPoint, host: string, addresses: readonly string[], now: number): boolean {
  return (
    fault.point === point &&
    (fault.host === undefined || fault.host === host) &&
    (fault.address === undefined || addresses.some((one) => one.toLowerCase() === fault.address?.toLowerCase())) &&
    (fault.from === undefined || now >= fault.from) &&
    (fault.until === undefined || now < fault.until)
  );
}
