import { z } from 'zod';
import { MailError } from '../base/errors.ts';
import { ErrorValue } from './error.ts';
import type { CallTable, Carries, Gives, SignalTable, Takes } from './table.ts';
import type { Transport } from './transport.ts';

/** The other side's calls as one typed function, and its signals. */
export interface Connection<T extends CallTable, S extends SignalTable> {
  /** @throws MailError what the other side refused. */
  call<N extends keyof T & string>(name: N, takes: Takes<T, N>): Promise<Gives<T, N>>;
  on<N extends keyof S & string>(name: N, hear: (carries: Carries<S, N>) => void): () => void;
  /** Stops listening; calls under way are refused as `cancelled`. */
  close(): void;
}

const Heard = z.union([
  z.object({ type: z.literal('answer'), id: z.number(), ok: z.literal(true), value: z.unknown() }),
  z.object({ type: z.literal('answer'), id: z.number(), ok: z.literal(false), error: ErrorValue }),
  z.object({ type: z.literal('signal'), name: z.string(), carries: z.unknown() }),
]);

const AnyAnswer = z.object({ type: z.literal('answer'), id: z.number() });

interface Waiting {
  give(value: unknown): void;
  refuse(error: MailError): void;
}

export function connect<T extends CallTable, S extends SignalTable>(transport: Transport): Connection<T, S> {
  const waiting = new Map<number, Waiting>();
  const hears = new Map<string, Set<(carries: never) => void>>();
  let nextId = 1;
  let closed = false;

  const stop = transport.listen((raw) => {
    const parsed = Heard.safeParse(raw);
    if (!parsed.success) return refuseUnread(raw);
    const message = parsed.data;
    if (message.type === 'signal') {
      for (const hear of hears.get(message.name) ?? []) hear(message.carries as never);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) asked?.give(message.value);
    else asked?.refuse(new MailError(message.error));
  });

  /** An answer that says nothing we can read is still the answer: its caller must not wait for ever. */
  function refuseUnread(raw: unknown): void {
    const answer = AnyAnswer.safeParse(raw);
    if (!answer.success) return;
    const asked = waiting.get(answer.data.id);
    waiting.delete(answer.data.id);
    asked?.refuse(
      new MailError({ kind: 'broken-grammar', at: 'contract.answer', reason: 'unexpected', advice: 'report' }),
    );
  }

  return {
    call(name, takes) {
      if (closed) return Promise.reject(cancelled(name));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        transport.send({ type: 'call', id, name, takes }); // throws what cannot be copied, and then nobody waits
        waiting.set(id, { give: resolve as (value: unknown) => void, refuse: reject });
      });
    },
    on(name, hear) {
      const set = hears.get(name) ?? new Set();
      hears.set(name, set);
      set.add(hear);
      return () => set.delete(hear);
    },
    close() {
      closed = true;
      stop();
      for (const [, asked] of waiting) asked.refuse(cancelled('close'));
      waiting.clear();
    },
  };
}

function cancelled(name: string): MailError {
  return new MailError({ kind: 'unreachable', at: `contract.${name}`, reason: 'cancelled', advice: 'retry-later' });
}
