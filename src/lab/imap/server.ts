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
  /** Folder for what can be made again: envelopes and structures. Without it they are held in memory. */
  readonly cache?: string;
}

/** Resolves when it listens. Speaks to whoever connects, until `close`. */
export async function serveImap(around: Around, o: ImapOptions, spool: Spool): Promise<Listening> {
  const { summaries, letGo } = takeSummaries(spool, o.cache ?? null);
  const open = new Set<Dialogue>();
  const conversations = new Set<Promise<void>>();
  const server = createServer({ pauseOnConnect: false }, (socket) => {
    const conversation = converse(around, o, spool, summaries, socket, open).finally(() =>
      conversations.delete(conversation),
    );
    conversations.add(conversation);
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (thrown) => {
      letGo();
      fail(thrown);
    });
    server.listen(o.bind.port, o.bind.address, () => done());
  });
  server.removeAllListeners('error');
  // Running out of descriptors must not end the lab.
  server.on('error', () => {});
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : o.bind.port;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const dialogue of open) {
      dialogue.ending = 'stopped';
      dialogue.bye('The server is going down');
    }
    await closed;
    // Those who were in the middle of an answer have ended by now.
    await Promise.all(conversations);
    letGo();
  };
  let closing: Promise<void> | null = null;
  return { address: o.bind.address, port, close: () => (closing ??= close()) };
}

/** Both servers of a host (imap, imaps) share them; the last one closes them. */
const shared = new WeakMap<Spool, { readonly summaries: Summaries; users: number }>();

function takeSummaries(spool: Spool, cache: string | null): { summaries: Summaries; letGo: () => void } {
  const entry = shared.get(spool) ?? { summaries: new Summaries(cache), users: 0 };
  shared.set(spool, entry);
  entry.users += 1;
  return {
    summaries: entry.summaries,
    letGo: () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      entry.summaries.close();
      shared.delete(spool);
    },
  };
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
