import { z } from 'zod';
import { asMailError, MailError } from '../base/errors.ts';
import type { CallTable, Carries, Gives, SignalTable } from './table.ts';
import type { Transport } from './transport.ts';

/** A handler gets what the schema let through, defaults filled in. */
export type Handlers<T extends CallTable> = {
  readonly [N in keyof T]: (takes: z.output<T[N]['takes']>) => Promise<Gives<T, N>> | Gives<T, N>;
};

const Request = z.object({ type: z.literal('call'), id: z.number().int(), name: z.string(), takes: z.unknown() });

/** Answers calls that arrive by `transport`. Unknown names and arguments that do not fit are refused before any handler runs. */
export function serve<T extends CallTable>(table: T, handlers: Handlers<T>, transport: Transport): () => void {
  return transport.listen((message) => {
    const request = Request.safeParse(message);
    if (!request.success) return; // a port may carry signals and answers too
    const { id, name, takes } = request.data;
    void answer(table, handlers, name, takes).then((result) => {
      try {
        transport.send({ type: 'answer', id, ...result });
      } catch (thrown) {
        sendQuietly(transport, {
          type: 'answer',
          id,
          ok: false,
          error: asMailError(thrown, `contract.${name}`).toValue(),
        });
      }
    });
  });
}

/** One call, checked before its handler runs. What a handler gives is ours, and its type was checked already. Also how the terminal client calls in process. */
export async function answer<T extends CallTable>(
  table: T,
  handlers: Handlers<T>,
  name: string,
  takes: unknown,
): Promise<{ ok: true; value: unknown } | { ok: false; error: ReturnType<MailError['toValue']> }> {
  try {
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    const handler = Object.hasOwn(handlers, name) ? handlers[name as keyof T] : undefined;
    if (entry === undefined || handler === undefined) throw badInput(`contract.${name.slice(0, 60)}`, 'no such call');
    const checked = entry.takes.safeParse(takes);
    if (!checked.success) throw badInput(`contract.${name}`, z.prettifyError(checked.error));
    const value = await handler(checked.data as never);
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, error: asMailError(thrown, `contract.${name.slice(0, 60)}`).toValue() };
  }
}

/** Sends a signal to whoever listens at the other end. */
export function emit<S extends SignalTable, N extends keyof S & string>(
  transport: Transport,
  name: N,
  carries: Carries<S, N>,
): void {
  transport.send({ type: 'signal', name, carries });
}

/** The other end may have gone while its call was under way. */
function sendQuietly(transport: Transport, message: unknown): void {
  try {
    transport.send(message);
  } catch {
    // nobody is there to be told
  }
}

function badInput(at: string, said: string): MailError {
  return new MailError({ kind: 'bad-input', at, reason: 'bad-value', advice: 'report', said });
}
