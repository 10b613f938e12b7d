/** A server of the lab with a policy in memory, and what it took. */
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Fault, World } from '../../../../src/contract/lab/world.ts';
import type { Around, Listening } from '../../../../src/lab/around.ts';
import { LabClock } from '../../../../src/lab/clock/clock.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { Places } from '../../../../src/lab/places/places.ts';
import type { Envelope } from '../../../../src/lab/queue/store.ts';
import type { SmtpServerLimits } from '../../../../src/lab/smtp/limits.ts';
import type { Peer, Reply, SmtpPolicy } from '../../../../src/lab/smtp/policy.ts';
import { serveSmtp } from '../../../../src/lab/smtp/server.ts';
import { Trace } from '../../../../src/lab/trace/trace.ts';
import { authority } from '../../../servers/ca.ts';

export interface Taken {
  readonly envelope: Envelope;
  readonly content: string;
  readonly peer: Peer;
}

export class MemoryPolicy implements SmtpPolicy {
  readonly taken: Taken[] = [];
  aborted = 0;
  size = 1_000_000;
  maxSize(): number {
    return this.size;
  }
  begins(peer: Peer): void {
    peer.mail = `m${this.taken.length + 1}`;
  }
  async authenticate(_: Peer, user: string, password: string): Promise<Reply | null> {
    return password === 'tegami' && user === 'aiko@hana.test'
      ? null
      : { code: 535, text: '5.7.8 Wrong user or password' };
  }
  async mail(_: Peer, reversePath: string): Promise<Reply | null> {
    return reversePath.startsWith('nobody@') ? { code: 550, text: '5.7.1 Not you' } : null;
  }
  async rcpt(_: Peer, forwardPath: string): Promise<Reply | null> {
    if (forwardPath.startsWith('unknown@')) return { code: 550, text: '5.1.1 No such user here' };
    return null;
  }
  content(peer: Peer, envelope: Envelope) {
    const pieces: Uint8Array[] = [];
    return {
      write: (piece: Uint8Array) => {
        pieces.push(piece);
      },
      done: async () => {
        this.taken.push({ envelope, content: Buffer.concat(pieces).toString('latin1'), peer: { ...peer } });
        return { code: 250, text: `2.0.0 Taken as ${this.taken.length}` };
      },
      abort: () => {
        this.aborted += 1;
      },
    };
  }
}

export interface Lab {
  readonly around: Around;
  readonly policy: MemoryPolicy;
  readonly server: Listening;
  readonly faults: Fault[];
  readonly clock: LabClock;
  readonly trace: Trace;
}

let context: SecureContext | undefined;

export async function lab(
  o: {
    kind?: 'mx' | 'submission' | 'submissions';
    tls?: boolean;
    faults?: (Omit<Fault, 'skip'> & { skip?: number })[];
    limits?: Partial<SmtpServerLimits>;
    policy?: MemoryPolicy;
  } = {},
): Promise<Lab> {
  const world = World.parse({
    version: 1,
    name: 'test',
    seed: 1,
    domains: [
      {
        name: 'hana.test',
        title: { en: 'Flower', ja: '花' },
        mailboxes: 'mx1.hana.test',
        submission: null,
        accepts: [],
      },
    ],
    hosts: [
      { name: 'mx1.hana.test', address: '127.44.0.11', roles: ['mx'], at: { x: 0, y: 0 } },
      { name: 'localhost.test', address: '127.0.0.1', roles: [], at: { x: 1, y: 0 } },
    ],
    users: [],
    aliases: [],
    lists: [],
    transports: [],
    zones: [],
    faults: o.faults ?? [],
    queue: {},
    clock: { mode: 'manual' },
  });
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 1_000_000 });
  const trace = new Trace(() => clock.now());
  const policy = o.policy ?? new MemoryPolicy();
  const { cert, key } = authority().certificate();
  context ??= createSecureContext({ cert, key });
  const around: Around = {
    host: 'mx1.hana.test',
    world: () => world,
    clock,
    trace,
    places: new Places(true),
    faults: new Faults({
      now: () => clock.now(),
      faults: () => world.faults,
      told: (host, id, point, effect) => trace.tell({ kind: 'fault', host, id, point, effect }),
    }),
    secure: () => (o.tls === false ? null : (context as SecureContext)),
    random: () => 0.5,
  };
  const server = await serveSmtp(around, {
    bind: { address: '127.0.0.1', port: 0 },
    kind: o.kind ?? 'mx',
    policy,
    ...(o.limits === undefined ? {} : { limits: o.limits }),
  });
  return { around, policy, server, faults: world.faults, clock, trace };
}
