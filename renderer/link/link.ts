/**
 * The contracts of the engine, the lab and the comparison as typed functions that outlive their processes: when one restarts, main hands over a new port, calls that
 * were under way are refused as `cancelled`, calls made in between wait, and listeners stay.
 */
import type { CompareCalls, CompareSignals } from '../../src/contract/compare/table.ts';
import { type Connection, connect } from '../../src/contract/connect.ts';
import type { LabCalls, LabSignals } from '../../src/contract/lab/table.ts';
import type { Calls, CallTable, Carries, Gives, Signals, SignalTable, Takes } from '../../src/contract/table.ts';
import type { Transport } from '../../src/contract/transport.ts';

export interface LinkTo<C extends CallTable, S extends SignalTable> {
  /** @throws MailError what the other side refused, or `cancelled` when it went away before it answered. */
  call<N extends keyof C & string>(name: N, takes: Takes<C, N>): Promise<Gives<C, N>>;
  on<N extends keyof S & string>(name: N, hear: (carries: Carries<S, N>) => void): () => void;
  /** Tells of each connection to a process, also the first; at once when there is one already. */
  onUp(hear: () => void): () => void;
  /** Tells that the process ended. */
  onDown(hear: () => void): () => void;
  /** Hands over the way to a (new) process. */
  attach(transport: Transport): void;
  /** The process ended: refuses what it owed. Later calls wait for the next one. */
  detach(): void;
}
export type Link = LinkTo<Calls, Signals>;
export type LabLink = LinkTo<LabCalls, LabSignals>;
export type CompareLink = LinkTo<CompareCalls, CompareSignals>;

export const createLink = (): Link => linkTo<Calls, Signals>();
export const createLabLink = (): LabLink => linkTo<LabCalls, LabSignals>();
export const createCompareLink = (): CompareLink => linkTo<CompareCalls, CompareSignals>();

function linkTo<C extends CallTable, S extends SignalTable>(): LinkTo<C, S> {
  let connection: Connection<C, S> | null = null;
  let waiting: ((c: Connection<C, S>) => void)[] = [];
  const ups = new Set<() => void>();
  const downs = new Set<() => void>();
  const hears = new Set<{ start(c: Connection<C, S>): () => void; stop: () => void }>();

  return {
    call(name, takes) {
      if (connection !== null) return connection.call(name, takes);
      return new Promise((resolve, reject) => {
        waiting.push((c) => c.call(name, takes).then(resolve, reject));
      });
    },
    on(name, hear) {
      const start = (c: Connection<C, S>) => c.on(name, hear);
      const entry = { start, stop: connection === null ? () => {} : start(connection) };
      hears.add(entry);
      return () => {
        entry.stop();
        hears.delete(entry);
      };
    },
    onUp(hear) {
      ups.add(hear);
      if (connection !== null) hear();
      return () => ups.delete(hear);
    },
    onDown(hear) {
      downs.add(hear);
      return () => downs.delete(hear);
    },
    attach(transport) {
      connection?.close();
      connection = connect<C, S>(transport);
      for (const entry of hears) entry.stop = entry.start(connection);
      const held = waiting;
      waiting = [];
      for (const go of held) go(connection);
      for (const hear of ups) hear();
    },
    detach() {
      connection?.close();
      connection = null;
      for (const hear of downs) hear();
    },
  };
}
