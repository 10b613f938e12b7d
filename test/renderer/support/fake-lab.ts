/** A stand-in for the lab's process, in memory: the contract's shape without a socket. For tests of the views and for the gallery. */

import { MailError } from '../../../src/base/errors.ts';
import type { Played } from '../../../src/contract/lab/scene.ts';
import {
  type LabCalls,
  type LabSignals,
  type LabStatus,
  labCalls,
  type QueueEntry,
  type SpoolMailbox,
} from '../../../src/contract/lab/table.ts';
import type { TraceEvent } from '../../../src/contract/lab/trace.ts';
import type { World } from '../../../src/contract/lab/world.ts';
import { emit, type Handlers, serve } from '../../../src/contract/serve.ts';
import type { Transport } from '../../../src/contract/transport.ts';
import { checkWorld } from '../../../src/lab/world/check.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { heard } from './heard.ts';
import { began, events } from './lab-events.ts';

export interface FakeLab {
  serve(transport: Transport): () => void;
  /** What was asked, oldest first. */
  readonly asked: { name: string; takes: unknown }[];
  world(): World;
  /** It tells of these too. */
  happens(more: readonly TraceEvent[]): void;
}

export interface FakeLabOptions {
  readonly on?: boolean;
  readonly events?: readonly TraceEvent[];
  readonly world?: World;
  readonly queue?: readonly QueueEntry[];
  /** Why it does not start; a world that is not sound can be set aside. */
  readonly refuses?: 'lab-world' | 'lab-locked' | 'lab-no-address';
}

export function createFakeLab(o: FakeLabOptions = {}): FakeLab {
  let on = o.on ?? false;
  let world = o.world ?? defaultWorld();
  let refuses = o.refuses ?? null;
  let told = o.events ?? events();
  const asked: FakeLab['asked'] = [];
  const windows = new Set<Transport>();
  const clock = { now: began + 400_000, mode: 'manual' as const, rate: 60, next: began + 900_000 };
  const tell = <N extends keyof LabSignals & string>(name: N, carries: Parameters<typeof emit<LabSignals, N>>[2]) => {
    for (const window of windows) emit<LabSignals, N>(window, name, carries);
  };
  const status = (): LabStatus =>
    on
      ? {
          state: 'on',
          dns: { address: '127.44.0.53', port: 2053 },
          ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
          hosts: world.hosts.map((host) => {
            const has = (role: (typeof host.roles)[number], port: number) => (host.roles.includes(role) ? port : null);
            return {
              name: host.name,
              address: host.address,
              smtp: has('mx', 2525),
              submission: has('submission', 2587),
              submissions: has('submission', 2465),
              pop3: has('mailbox', 2110),
              pop3s: has('mailbox', 2995),
              imap: has('mailbox', 2143),
              imaps: has('mailbox', 2993),
            };
          }),
          users: world.users.map(({ address, password, name }) => {
            const domain = world.domains.find((one) => address.endsWith(`@${one.name}`));
            return {
              address,
              user: address,
              password,
              name,
              host: domain?.mailboxes ?? '',
              submission: domain?.submission ?? '',
            };
          }),
          clock,
          ownAddresses: true,
        }
      : { state: 'off' };
  const handlers: Handlers<LabCalls> = {
    'lab.status': status,
    'lab.start': () => {
      if (refuses !== null)
        throw new MailError({
          kind: refuses === 'lab-world' ? 'bad-input' : 'not-stored',
          at: 'lab',
          reason: refuses,
          advice: 'check-input',
          ...(refuses === 'lab-world' ? { said: 'aliases.0.to.0: “nobody” is no address.' } : {}),
        });
      on = true;
      return status();
    },
    'lab.stop': () => {
      on = false;
      return {};
    },
    'lab.world': () => world,
    'lab.setWorld': ({ world: wanted }) => {
      const checked = checkWorld(wanted);
      if ('problems' in checked) return { problems: [...checked.problems] };
      world = checked.world;
      tell('lab.changed', { what: 'world' });
      return { problems: [] };
    },
    'lab.reset': () => {
      if (refuses === 'lab-world') refuses = null;
      world = defaultWorld();
      tell('lab.changed', { what: 'world' });
      return {};
    },
    'lab.trace': ({ after }) => ({ events: told.filter(({ seq }) => seq > after), last: told.at(-1)?.seq ?? 0 }),
    'lab.transcript': ({ connection }) => ({
      connection,
      protocol: 'smtp',
      client: 'mx1.hana.test',
      server: 'mx.minato.test',
      port: 2525,
      began,
      ended: began + 60,
      pieces: [
        { at: began + 24, who: 'S', octets: '220 mx.minato.test ESMTP\r\n' },
        { at: began + 25, who: 'C', octets: 'EHLO mx1.hana.test\r\n' },
        { at: began + 30, who: '*', octets: 'cut' },
      ],
      left: 0,
    }),
    'lab.queue': () => [...(o.queue ?? [queued])],
    'lab.spool': () => [spooled],
    'lab.spoolMessage': () => ({ octets: 'Subject: The tea on Thursday\r\n\r\nten?\n', truncated: false }),
    'lab.flushQueue': () => ({}),
    'lab.send': ({ from }) =>
      from === 'emi@sora.test' ? { mail: null, said: '550 5.7.1 Not yours' } : { mail: 'm1', said: '250 2.0.0 queued' },
    'lab.setClock': () => ({}),
    'lab.advance': () => ({ now: clock.now }),
    'lab.scenes': () => [played().scene],
    'lab.play': played,
  };
  const counted = heard<LabCalls>(handlers, (name, takes) => asked.push({ name, takes }));
  return {
    asked,
    world: () => world,
    happens(more) {
      told = [...told, ...more];
      tell('lab.traced', { seq: told.at(-1)?.seq ?? 0 });
    },
    serve(transport) {
      windows.add(transport);
      const stop = serve(labCalls, counted, transport);
      return () => {
        windows.delete(transport);
        stop();
      };
    },
  };
}

export const queued: QueueEntry = {
  host: 'mx1.hana.test',
  queueId: 'q1',
  mail: 'm1',
  messageId: '<1@hana.test>',
  subject: 'The tea on Thursday',
  reversePath: 'aiko@hana.test',
  size: 900,
  since: began + 20,
  next: began + 900_000,
  recipients: [
    { address: 'chiyo@yuki.test', state: 'delivered', attempts: 1, said: '250 2.0.0 queued' },
    { address: 'nobody@kumo.test', state: 'waiting', attempts: 2, said: 'nobody answers' },
  ],
};

const spooled: SpoolMailbox = {
  host: 'mx.minato.test',
  user: 'chiyo@yuki.test',
  mailbox: 'INBOX',
  uidValidity: 1795241234,
  uidNext: 2,
  octets: 1300,
  quota: null,
  messages: [
    {
      uid: 1,
      size: 1300,
      internalDate: began + 70,
      flags: [],
      subject: 'The tea on Thursday',
      from: '田中愛子 <aiko@hana.test>',
      messageId: '<1@hana.test>',
    },
  ],
};

function played(): Played {
  const all = events();
  const step = (n: number, some: TraceEvent[]) => ({
    title: { en: `Step ${n}`, ja: `その ${n}` },
    narration: { en: 'The domain after the @ is cut out.', ja: '@ のあとのドメインを取り出します。' },
    facts: [{ name: 'ms', label: { en: 'It took', ja: '所要時間' }, value: `${n * 20} ms` }],
    events: some,
    connections: n === 2 ? ['c2'] : [],
  });
  return {
    scene: {
      number: 2,
      name: 'between-servers',
      title: { en: 'Between servers', ja: 'サーバーの間' },
      question: { en: 'How does a mail find its server?', ja: 'メールはどうやってサーバーを見つけますか。' },
    },
    world: defaultWorld(),
    steps: [step(1, all.slice(0, 3)), step(2, all.slice(3))],
    transcripts: [
      {
        connection: 'c2',
        protocol: 'smtp',
        client: 'mx1.hana.test',
        server: 'mx.minato.test',
        port: 2525,
        began,
        ended: began + 60,
        pieces: [{ at: began, who: 'S', octets: '220 mx.minato.test ESMTP\r\n' }],
        left: 0,
      },
    ],
    answer: { en: 'It asks DNS for the MX.', ja: 'DNS に MX をたずねます。' },
  };
}
