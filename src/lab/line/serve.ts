/** Listens on loopback, holds a conversation with each who connects, and ends them all when it closes. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { MailError } from '../../base/errors.ts';
import type { Around, Listening } from '../around.ts';
import type { Place } from '../places/places.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

export interface Serving extends ConnectionOptions {
  /** Port 0 is a free one. */
  readonly bind: Place;
  /** From the first octet to the last word. `full`: only to say that there is no room. What it throws is a fault of ours. */
  converse(connection: Connection, full: boolean): Promise<void>;
}

/** @throws MailError bad-value for an address that is not of this machine alone; what listening fails with */
export async function serveLines(around: Around, o: Serving): Promise<Listening> {
  const { address } = o.bind;
  if (!/^127\./.test(address))
    throw new MailError({
      kind: 'bad-input',
      at: `lab.${o.protocol}`,
      reason: 'bad-value',
      advice: 'report',
      said: address,
    });
  const under = new Map<Connection, Promise<void>>();
  // A client may say all it has and close its side: it is answered all the same.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = new Connection(around, socket, o);
    const full = under.size >= o.limits.conversations;
    under.set(
      connection,
      hold(connection, o, full).finally(() => under.delete(connection)),
    );
  });
  server.listen(o.bind.port, address);
  await once(server, 'listening');
  // Running out of descriptors must not end the lab.
  server.on('error', () => {});
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  const close = async (): Promise<void> => {
    const shut = new Promise<void>((done) => server.close(() => done()));
    for (const { channel } of under.keys()) channel.stop('stopped');
    // Whoever waits for something that never answers is not waited for.
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      late = setTimeout(resolve, o.limits.stopMs);
    });
    await Promise.race([Promise.all(under.values()), tooLate]);
    clearTimeout(late);
    for (const { channel } of under.keys()) channel.destroy();
    await shut;
  };
  let closing: Promise<void> | null = null;
  return { address, port: bound.port, close: () => (closing ??= close()) };
}

async function hold(connection: Connection, o: Serving, full: boolean): Promise<void> {
  try {
    await o.converse(connection, full);
  } catch (thrown) {
    connection.channel.note(`a fault of ours: ${String(thrown)}`);
  }
  await connection.end();
}
