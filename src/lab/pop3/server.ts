/** The POP3 server of one host: takes connections, and ends them. RFC 1939. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Around, Listening } from '../around.ts';
import type { Place } from '../places/places.ts';
import type { Spool } from '../spool/store.ts';
import { Channel } from './channel.ts';
import { converse, timestampOf } from './dialogue.ts';
import { suffer } from './fault.ts';
import { IDLE_MS } from './limits.ts';
import { Session } from './session.ts';
import { startTls } from './verbs/stls.ts';

export interface Pop3Settings {
  /** Port 0 is a free one. */
  readonly bind: Place;
  /** POP3S: TLS from the first octet. */
  readonly implicitTls: boolean;
  /** Real time without a word of the client until it is logged out, with nothing deleted. */
  readonly idleMs?: number;
}

type Why = 'quit' | 'dropped' | 'timeout' | 'refused' | 'stopped';

/** @throws Error where the address or port cannot be had */
export async function servePop3(around: Around, settings: Pop3Settings, spool: Spool): Promise<Listening> {
  const ends = new Set<() => void>();
  const running = new Set<Promise<void>>();
  let count = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const conversation = hold(around, settings, spool, socket, ++count, ends);
    running.add(conversation);
    conversation.finally(() => running.delete(conversation));
  });
  const port = await listen(server, settings.bind);
  return {
    address: settings.bind.address,
    port,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const end of ends) end();
      await Promise.all([closed, ...running]);
    },
  };
}

async function hold(
  around: Around,
  settings: Pop3Settings,
  spool: Spool,
  socket: Socket,
  count: number,
  ends: Set<() => void>,
): Promise<void> {
  const { host, trace } = around;
  const address = around.places.callerOf(socket);
  const client = around.world().hosts.find((one) => one.address === address)?.name ?? address;
  const port = socket.localPort ?? 0;
  const conversation = trace.converse({ protocol: 'pop3', client, server: host, port });
  const channel = new Channel(socket, conversation);
  const connection = conversation.id;
  const timestamp = timestampOf(host, around.random(), around.clock.now(), count);
  const session = new Session({ around, spool, channel, timestamp, machine: client, connection });
  session.tell({ kind: 'connected', protocol: 'pop3', client, port, tls: settings.implicitTls });
  let why: Why | null = null;
  const end = (reason: Why): void => {
    why ??= reason;
    channel.cut(reason);
  };
  const stop = (): void => end('stopped');
  ends.add(stop);
  // RFC 1939 §3: without the UPDATE state, nothing is deleted.
  channel.quietAfter(settings.idleMs ?? IDLE_MS, () => end('timeout'));
  try {
    const effect = session.strike('pop3.connect');
    session.badTls = effect?.kind === 'bad-tls';
    // Nobody is there, or leaves at once: before any handshake.
    const absent = effect?.kind === 'dead-host' || (effect?.kind === 'drop' && effect.afterOctets === 0);
    const ready = absent ? !(await suffer(session, effect)) : !settings.implicitTls || (await handshake(session));
    const how = ready ? await converse(session, effect) : 'refused';
    why ??= how;
    await channel.close();
  } catch (thrown) {
    conversation.note(`a fault of ours: ${String(thrown)}`);
    channel.cut();
  } finally {
    ends.delete(stop);
    session.maildrop?.unlock();
    await channel.whenClosed;
    session.tell({ kind: 'closed', why: why ?? 'dropped', ...channel.octets });
    conversation.end();
  }
}

async function handshake(session: Session): Promise<boolean> {
  const context = session.around.secure();
  if (context !== null) return startTls(session, context);
  session.channel.cut('no TLS here');
  return false;
}

function listen(server: Server, bind: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(bind.port, bind.address, () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : bind.port);
    });
  });
}
