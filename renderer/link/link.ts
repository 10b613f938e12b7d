/**
 * The contract as typed functions that outlive the engine's process: when it restarts, main hands over a new port, calls that
 * were under way are refused as `cancelled`, calls made in between wait, and listeners stay.
 */
import { type Connection, connect } from '../../src/contract/connect.ts';
import type { Calls, Carries, Gives, Signals, Takes } from '../../src/contract/table.ts';
import type { Transport } from '../../src/contract/transport.ts';

export interface Link {
  /** @throws MailError what the engine refused, or `cancelled` when it went away before it answered. */
  call<N extends keyof Calls & string>(name: N, takes: Takes<Calls, N>): Promise<Gives<Calls, N>>;
  on<N extends keyof Signals & string>(name: N, hear: (carries: Carries<Signals, N>) => void): () => void;
  /** Tells of each connection to an engine, also the first; at once when there is one already. */
  onUp(hear: () => void): () => void;
  /** Hands over the way to a (new) engine process. */
  attach(transport: Transport): void;
  /** The engine's process ended: refuses what it owed. Later calls wait for the next one. */
  detach(): void;
}

export function createLink(): Link {
  let connection: Connection<Calls, Signals> | null = null;
  let waiting: ((c: Connection<Calls, Signals>) => void)[] = [];
  const ups = new Set<() => void>();
  const hears = new Set<{ start(c: Connection<Calls, Signals>): () => void; stop: () => void }>();

  return {
    call(name, takes) {
      if (connection !== null) return connection.call(name, takes);
      return new Promise((resolve, reject) => {
        waiting.push((c) => c.call(name, takes).then(resolve, reject));
      });
    },
    on(name, hear) {
      const start = (c: Connection<Calls, Signals>) => c.on(name, hear);
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
    attach(transport) {
      connection?.close();
      connection = connect<Calls, Signals>(transport);
      for (const entry of hears) entry.stop = entry.start(connection);
      const held = waiting;
      waiting = [];
      for (const go of held) go(connection);
      for (const hear of ups) hear();
    },
    detach() {
      connection?.close();
      connection = null;
    },
  };
}
