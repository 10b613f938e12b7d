/** The IMAP server of a host. */
import { createServer, type Socket } from 'node:net';
import type { Around, Listening } from '../around.ts';
import type { Spool } from '../spool/store.ts';
import { Channel } from './channel.ts';
import { Dialogue } from './dialogue.ts';
import { handshake } from './handshake.ts';
import { Summaries } from './summary/summaries.ts';

export interface ImapOptions {
  readonly bind: { readonly address: string; readonly port: number };
  /** TLS from the first octet on (imaps). */
  readonly implicitTls: boolean;
}

/** Resolves when it listens. Speaks to whoever connects, until `close`. */
export async function serveImap(around: Around, o: ImapOptions, spool: Spool): Promise<Listening> {
  const summaries = summariesOf(spool);
  const open = new Set<Dialogue>();
  const server = createServer({ pauseOnConnect: false }, (socket) => {
    void converse(around, o, spool, summaries, socket, open);
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(o.bind.port, o.bind.address, () => done());
  });
  // Running out of descriptors must not end the lab.
  server.on('error', () => {});
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : o.bind.port;
  return {
    address: o.bind.address,
    port,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const dialogue of open) {
        dialogue.ending = 'stopped';
        dialogue.bye('The server is going down');
      }
      await closed;
    },
  };
}

/** Both servers of a host (imap, imaps) share them. */
const shared = new WeakMap<Spool, Summaries>();
function summariesOf(spool: Spool): Summaries {
  const summaries = shared.get(spool) ?? new Summaries();
  shared.set(spool, summaries);
  return summaries;
}

async function converse(
  around: Around,
  o: ImapOptions,
  spool: Spool,
  summaries: Summaries,
  socket: Socket,
  open: Set<Dialogue>,
): Promise<void> {
  const { trace, host, places } = around;
  const client = nameOf(around, places.callerOf(socket));
  const port = socket.localPort ?? o.bind.port;
  const conversation = trace.converse({ protocol: o.implicitTls ? 'imaps' : 'imap', client, server: host, port });
  const connection = conversation.id;
  trace.tell({ kind: 'connected', host, connection, protocol: 'imap', client, port, tls: o.implicitTls });
  const channel = new Channel(socket, conversation);
  const dialogue = new Dialogue({ around, spool, channel, summaries, connection, machine: client });
  open.add(dialogue);
  try {
    if (!o.implicitTls || (await handshake(around, channel, connection))) await dialogue.run();
  } catch (thrown) {
    conversation.note(`a fault of ours: ${String(thrown)}`);
  } finally {
    channel.close();
    open.delete(dialogue);
    const { octetsIn, octetsOut } = channel;
    trace.tell({ kind: 'closed', host, connection, why: dialogue.ending, octetsIn, octetsOut });
    conversation.end();
  }
}

/** Name of a host of the world, else the address itself. */
function nameOf(around: Around, address: string): string {
  return around.world().hosts.find((host) => host.address === address)?.name ?? address;
}
