/** The lab's POP3 server (mx1.hana.test, users aiko@ and ben@) on free loopback ports, with a spool in a temp folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { TraceEvent, TraceKind } from '../../../../src/contract/lab/trace.ts';
import type { World } from '../../../../src/contract/lab/world.ts';
import type { Around } from '../../../../src/lab/around.ts';
import { LabClock } from '../../../../src/lab/clock/clock.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { Places } from '../../../../src/lab/places/places.ts';
import { servePop3 } from '../../../../src/lab/pop3/server.ts';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import type { Spool } from '../../../../src/lab/spool/store.ts';
import { Trace } from '../../../../src/lab/trace/trace.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';
import { authority } from '../../../servers/ca.ts';

export const HOST = 'mx1.hana.test';
export const AIKO = 'aiko@hana.test';
export const BEN = 'ben@hana.test';
export const PASSWORD = 'tegami';

export interface Pop3House {
  readonly pop3: number;
  readonly pop3s: number;
  readonly caFile: string;
  readonly caPem: string;
  readonly folder: string;
  readonly spool: Spool;
  readonly world: World;
  readonly trace: Trace;
  fill(owner: string, mails: readonly (string | Uint8Array)[]): Promise<number[]>;
  /** What lies in INBOX, in order. */
  inbox(owner: string): Promise<Buffer[]>;
  events<K extends TraceKind>(kind: K): Extract<TraceEvent, { kind: K }>[];
  close(): Promise<void>;
}

export async function startPop3House(o: { idleMs?: number } = {}): Promise<Pop3House> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-lab-pop3-'));
  const world = defaultWorld();
  world.faults = [];
  const clock = new LabClock({ mode: 'real', rate: 1, start: null });
  const trace = new Trace(() => clock.now());
  const faults = new Faults({ now: () => clock.now(), faults: () => world.faults, told: () => {} });
  const ca = authority();
  const { cert, key } = ca.certificate('good');
  const secure = createSecureContext({ cert, key });
  let seed = 0;
  const around: Around = {
    host: HOST,
    world: () => world,
    clock,
    trace,
    places: new Places(false),
    faults,
    secure: () => secure,
    random: () => (++seed * 0.137) % 1,
  };
  const spool = await openSpool(join(folder, 'spool'), { clock, world: () => world, host: HOST, faults });
  const bind = { address: '127.0.0.1', port: 0 };
  const pop3 = await servePop3(around, { bind, implicitTls: false, ...o }, spool);
  const pop3s = await servePop3(around, { bind, implicitTls: true, ...o }, spool);
  return {
    pop3: pop3.port,
    pop3s: pop3s.port,
    caFile: ca.caFile,
    caPem: ca.caPem,
    folder,
    spool,
    world,
    trace,
    async fill(owner, mails) {
      const uids: number[] = [];
      for (const mail of mails) uids.push((await spool.deliver(owner, Buffer.from(mail))).uid);
      return uids;
    },
    async inbox(owner) {
      const inbox = await spool.open(owner, 'INBOX');
      return Promise.all((inbox?.messages ?? []).map(({ uid }) => inbox?.read(uid) ?? Buffer.alloc(0)));
    },
    events: (kind) => trace.since(0).filter((event): event is never => event.kind === kind),
    async close() {
      await Promise.all([pop3.close(), pop3s.close()]);
      await spool.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client that says just what a test says. */
export interface Talk {
  /** Sends octets as they are. */
  send(octets: string | Uint8Array): void;
  /** Sends a line, and gives the first line of the answer. */
  say(line: string): Promise<string>;
  /** Sends a line, and gives the whole answer, up to and with its dot. */
  ask(line: string): Promise<string>;
  line(): Promise<string>;
  /** All that comes until the end. */
  rest(): Promise<string>;
  end(): void;
}

export function talkTo(port: number): Talk {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const one of waiting) one();
  };
  socket.setEncoding('latin1');
  socket.on('data', (piece: string) => {
    heard += piece;
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const take = (find: () => number): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        const end = find();
        if (end < 0 && !ended) return;
        waiting.delete(look);
        const part = heard.slice(0, end < 0 ? heard.length : end);
        heard = heard.slice(part.length);
        resolve(part);
      };
      waiting.add(look);
      look();
    });
  const afterLine = (): number => (heard.includes('\r\n') ? heard.indexOf('\r\n') + 2 : -1);
  const afterDot = (): number => {
    if (heard.startsWith('-')) return afterLine();
    const end = heard.indexOf('\r\n.\r\n');
    return end < 0 ? -1 : end + 5;
  };
  return {
    send: (octets) => socket.write(octets),
    async say(text) {
      socket.write(`${text}\r\n`);
      return (await take(afterLine)).replace(/\r\n$/, '');
    },
    ask(text) {
      socket.write(`${text}\r\n`);
      return take(afterDot);
    },
    line: async () => (await take(afterLine)).replace(/\r\n$/, ''),
    rest: () => take(() => -1),
    end: () => socket.destroy(),
  };
}
