/** The octets that a machine says it moved are those that programs of their own count, and its disk is what du says. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { GroundMailbox } from '../../../src/compare/ground/index.ts';
import type { Look } from '../../../src/compare/machine/machine.ts';
import type { AccountSettings } from '../../../src/contract/account.ts';
import { describeReal } from '../../servers/available.ts';
import { duOf } from '../disk/du.ts';
import { arrive, type Desk, desk } from '../machine/support/desk.ts';
import { dovecotPlaces, labPlaces, type Place } from '../machine/support/places.ts';
import {
  type Counted,
  type CountingProxy,
  mayHearPackets,
  type PacketCounter,
  startPackets,
  startProxy,
} from './observers/observer.ts';

/** The same mailbox, its servers behind a proxy that counts. */
async function behindProxy(mailbox: GroundMailbox): Promise<{ mailbox: GroundMailbox; proxy: CountingProxy }> {
  const servers = (['imap', 'pop3'] as const).map((protocol) => mailbox.settings(protocol).incoming);
  const { outgoing } = mailbox.settings('imap');
  const proxy = await startProxy([...servers, outgoing]);
  const [imap = 0, pop3 = 0, smtp = 0] = proxy.ports;
  const settings = (protocol: 'imap' | 'pop3'): AccountSettings => {
    const own = mailbox.settings(protocol);
    return {
      ...own,
      incoming: { ...own.incoming, port: protocol === 'imap' ? imap : pop3 },
      outgoing: { ...own.outgoing, port: smtp },
    };
  };
  return { mailbox: { ...mailbox, settings }, proxy };
}

/** The ports of the line to which this process connects from here on: all of 127.0.0.1 that do not belong to a server. The lab has addresses of its own. */
function doorsBeside(servers: readonly number[]): () => number[] {
  const doors = new Set<number>();
  const made = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      const { remoteAddress, remotePort = 0 } = socket;
      if (remoteAddress === '127.0.0.1' && !servers.includes(remotePort)) doors.add(remotePort);
    });
  };
  subscribe('net.client.socket', made);
  onTestFinished(() => {
    unsubscribe('net.client.socket', made);
  });
  return () => [...doors];
}

interface Session {
  readonly place: Place;
  readonly machine: Desk;
  readonly mailbox: GroundMailbox;
}

const sessions: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  'that finds nothing': async ({ machine }) => {
    await machine.do({ do: 'sync' });
  },
  'in which five small mails come': async ({ machine, mailbox }) => {
    await arrive(mailbox, { count: 5 });
    await machine.do({ do: 'sync' });
  },
  'in which mails with attachments come, are opened, marked, moved, deleted and answered': async ({
    machine,
    mailbox,
    place,
  }) => {
    const [a, b, c] = await arrive(mailbox, { count: 3, attachment: 700_000 });
    if (a === undefined || b === undefined || c === undefined) throw new Error('three mails');
    await machine.do({ do: 'sync' });
    await machine.do({ do: 'open' }, [a, b, c]);
    await machine.do({ do: 'fetch' }, [a]);
    await machine.do({ do: 'mark', set: ['flagged'], unset: [] }, [a]);
    await machine.do({ do: 'make-folder', folder: 'Receipts' });
    await machine.do({ do: 'move', to: 'Receipts' }, [b]);
    await machine.do({ do: 'delete', forGood: true }, [c]);
    await machine.do({ do: 'send', to: place.outsider });
    await arrive(mailbox, { text: 50_000 });
    await machine.do({ do: 'sync' });
  },
};

function measured(placeOf: () => Place): void {
  describe.each(['imap', 'pop3'] as const)('%s', (protocol) => {
    let proxy: CountingProxy;
    let packets: PacketCounter | null;
    let doors: () => number[];
    let session: Session;

    beforeEach(async () => {
      packets = mayHearPackets() ? await startPackets() : null;
      const place = placeOf();
      const plain = place.mailbox();
      const known = [plain.settings('imap'), plain.settings('pop3')].flatMap((s) => [s.incoming.port, s.outgoing.port]);
      const behind = await behindProxy(plain);
      proxy = behind.proxy;
      doors = doorsBeside([...known, ...proxy.ports]);
      session = { place, mailbox: plain, machine: await desk(behind.mailbox, protocol) };
    });

    test.each(Object.keys(sessions))('a session %s', async (name) => {
      await sessions[name]?.(session);
      const { machine } = session.machine;
      const look = await machine.look();
      // The machine's profile stands still from here on: nothing runs unless it is asked for.
      expect(look.disk.total).toBe(duOf(path.join(session.machine.folder, '1')));
      await machine.close();
      const { traffic, line } = await machine.look();
      const proxied = await ended(() => proxy.counted());
      const sent = (await packetsOf(packets, doors())) ?? proxied;
      report(`${protocol}, ${name}`, { traffic, line, proxied, sent });
      expect(traffic.bytesIn).toBeGreaterThan(0);
      for (const counted of [proxied, sent]) {
        expect(counted.connections).toBe(traffic.connections);
        expectWithin(traffic, { bytesIn: counted.down, bytesOut: counted.up });
      }
      expectWithin(traffic, line);
    });
  });
}

/**
 * Null: nobody may hear them here, or a connection ended with a reset in answer to what came too late, out of which it cannot be read
 * how much the other side had sent.
 */
async function packetsOf(packets: PacketCounter | null, ports: number[]): Promise<Counted | null> {
  const counted = await packets?.counted(ports);
  return counted === undefined || counted.open > 0 ? null : counted;
}

/** Once every connection is over. */
async function ended(count: () => Promise<Counted>): Promise<Counted> {
  await expect.poll(async () => (await count()).open).toBe(0);
  return count();
}

type Traffic = Octets & { readonly connections: number };
type Octets = Readonly<{ bytesIn: number; bytesOut: number }>;

/** TLS 1.3's last word (RFC 8446 §6.1): the machine may have closed before it came, and then does not read it. */
const alert = 24;

/** One per cent, and for each connection one last word of the server. */
function expectWithin(ours: Traffic, theirs: Octets): void {
  const late = { bytesIn: alert * ours.connections, bytesOut: 0 };
  for (const way of ['bytesIn', 'bytesOut'] as const)
    expect(Math.abs(ours[way] - theirs[way]), `${way}: ${ours[way]} against ${theirs[way]}`).toBeLessThanOrEqual(
      theirs[way] / 100 + late[way],
    );
}

function report(name: string, o: { traffic: Look['traffic']; line: Octets; proxied: Counted; sent: Counted }): void {
  if (process.env.TEGAMI_SHOW_MEASURES === undefined) return;
  const { traffic, line, proxied, sent } = o;
  console.info(
    `${name}: in ${traffic.bytesIn} (line ${line.bytesIn}, proxy ${proxied.down}, packets ${sent.down}),`,
    `out ${traffic.bytesOut} (line ${line.bytesOut}, proxy ${proxied.up}, packets ${sent.up})`,
  );
}

// The proxy counts everywhere; the packets only where the system lets us hear them (CAP_NET_RAW).
if (!mayHearPackets()) console.info('packets are not counted here: the system does not let us hear them (CAP_NET_RAW)');
describe('in the lab', () => measured(labPlaces()));
describeReal('on Dovecot', () => measured(dovecotPlaces()));
