/** What became of a recipient in one attempt. */
export type Outcome =
  | {
      readonly state: 'delivered';
      readonly said: string;
      readonly next: string;
      /** RFC 3464 §2.3.3: what a report of success says; null: the next host has promised to tell. */
      readonly action: 'delivered' | 'relayed' | 'expanded' | null;
    }
  | {
      readonly state: 'failed';
      /** An SMTP reply, ours or the other host's: `550 5.1.1 …`. */
      readonly said: string;
      /** Who said it; null: this host. */
      readonly next: string | null;
    }
  | {
      readonly state: 'deferred';
      readonly said: string;
      readonly next: string | null;
      /** When it is tried again, where that is not for the queue's schedule to say. */
      readonly again?: number;
    }
  /** Nothing is wrong, it only waits for its time. */
  | { readonly state: 'held'; readonly said: string; readonly next: string | null; readonly until: number };

export const failed = (said: string, next: string | null = null): Outcome => ({ state: 'failed', said, next });
export const deferred = (said: string, next: string | null = null): Outcome => ({ state: 'deferred', said, next });

/** By the reply's first digit: RFC 5321 §4.2.1. What neither refuses nor takes (354 in answer to MAIL) is no answer: later. */
export function refusedBy(said: string, next: string | null): Outcome {
  if (said.startsWith('5')) return failed(said, next);
  return deferred(said.startsWith('4') ? said : `451 4.5.0 That was no answer: ${said}`, next);
}
