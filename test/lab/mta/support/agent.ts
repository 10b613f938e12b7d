/** The mail transfer agent of one host by itself: a queue and a spool on disk, a clock that stands still, no servers and no DNS. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { World } from '../../../../src/contract/lab/world.ts';
import type { Around } from '../../../../src/lab/around.ts';
import { LabClock } from '../../../../src/lab/clock/clock.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { Mta } from '../../../../src/lab/mta/index.ts';
import { Places } from '../../../../src/lab/places/places.ts';
import {
  type Envelope,
  openQueueStore,
  type QueueRecipient,
  type QueueStore,
} from '../../../../src/lab/queue/index.ts';
import type { Peer, Reply } from '../../../../src/lab/smtp/policy.ts';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import type { Spool } from '../../../../src/lab/spool/store.ts';
import { Trace } from '../../../../src/lab/trace/trace.ts';
import { worldWith } from '../../support/lab.ts';

export interface Agent {
  readonly mta: Mta;
  readonly queue: QueueStore;
  readonly spool: Spool;
  readonly trace: Trace;
  /** Hands a mail over as the user whose address is the reverse-path. */
  send(envelope: Envelope, content?: string): Promise<Reply>;
  inbox(user: string): Promise<string[]>;
}

/** `folder`: as another left it, whose process ended. */
export async function agentOf(
  host: string,
  change: (world: World) => void = () => {},
  folder = newFolder(),
): Promise<Agent> {
  const world = worldWith(change);
  const clock = new LabClock(world.clock);
  const trace = new Trace(() => clock.now());
  const faults = new Faults({ now: () => clock.now(), faults: () => world.faults, told: () => {} });
  const around: Around = {
    host,
    world: () => world,
    clock,
    trace,
    places: new Places(false),
    faults,
    secure: () => null,
    random: () => 0,
  };
  const queue = await openQueueStore(path.join(folder, 'queue'), clock);
  const spool = await openSpool(path.join(folder, 'spool'), { clock, world: () => world, host, faults });
  const resolver = {
    forget: () => {},
    resolve: async () => ({ status: 'SERVFAIL' as const, records: [], aliases: [], trouble: null }),
  };
  const mta = new Mta({ around, queue, spool, resolver, keys: null, check: null });
  onTestFinished(async () => {
    await mta.close();
    await queue.close();
    await spool.close();
  });
  return {
    mta,
    queue,
    spool,
    trace,
    send(envelope, content = 'Subject: x\r\n\r\nx\r\n') {
      const sink = mta.submission().content(peerOf(envelope.reversePath), envelope);
      sink.write(Buffer.from(content));
      return sink.done();
    },
    async inbox(user) {
      const mailbox = await spool.open(user, 'INBOX');
      const messages = mailbox?.messages.map(async ({ uid }) => (await mailbox.read(uid)).toString()) ?? [];
      return Promise.all(messages);
    },
  };
}

export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-mta-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const peerOf = (user: string): Peer => ({
  address: '127.44.0.1',
  helo: 'me.test',
  extended: true,
  tls: null,
  user,
  connection: 'c1',
});

export const recipient = (address: string, o: Partial<QueueRecipient> = {}): QueueRecipient => ({
  address,
  original: null,
  notify: null,
  state: 'waiting',
  said: null,
  through: [],
  ...o,
});

export const envelope = (
  reversePath: string,
  recipients: readonly QueueRecipient[],
  o: Partial<Envelope> = {},
): Envelope => ({ reversePath, recipients, ret: null, envid: null, smtputf8: false, body: '7bit', ...o });

/** Everything for other.test goes to that port of this machine. */
export const through =
  (port: number) =>
  (world: World): void => {
    world.transports.push({
      host: 'mx1.hana.test',
      domain: 'other.test',
      via: { kind: 'fixed', address: '127.0.0.1', port },
    });
  };
