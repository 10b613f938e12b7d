import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type DecodedPacket, decode, encode } from 'dns-packet';
import { afterEach, describe, expect, test } from 'vitest';
import type { Listening } from '../../../src/lab/around.ts';
import { type Lab, lab, startDns, worldWith } from './support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const framed = (packet: Buffer): Buffer =>
  Buffer.concat([Buffer.from([packet.length >> 8, packet.length & 255]), packet]);
const query = (id: number, name: string): Buffer =>
  framed(encode({ type: 'query', id, questions: [{ name, type: 'MX' }] }));

interface Client {
  readonly socket: Socket;
  readonly answers: DecodedPacket[];
  readonly closed: Promise<unknown>;
}

async function start(o: { idleMs?: number; world?: ReturnType<typeof worldWith> } = {}): Promise<{
  made: Lab;
  dns: Listening;
  client(): Promise<Client>;
}> {
  const made = lab(o.world);
  const dns = await startDns(made, undefined, o.idleMs === undefined ? {} : { idleMs: o.idleMs });
  closing.push(() => dns.close());
  return {
    made,
    dns,
    async client() {
      const socket = connect({ host: '127.0.0.1', port: dns.port });
      closing.push(() => socket.destroy());
      socket.on('error', () => {});
      const answers: DecodedPacket[] = [];
      let unread = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => {
        unread = Buffer.concat([unread, chunk]);
        while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
          const end = 2 + unread.readUInt16BE(0);
          answers.push(decode(unread.subarray(2, end)));
          unread = unread.subarray(end);
        }
      });
      const closed = once(socket, 'close');
      await once(socket, 'connect');
      return { socket, answers, closed };
    },
  };
}

describe('DNS over TCP', () => {
  test('a thousand questions at once on one connection are all answered', async () => {
    const { socket, answers } = await (await start()).client();
    socket.write(
      Buffer.concat(Array.from({ length: 1000 }, (_, id) => query(id, id % 2 ? 'hana.test' : 'nosuch.test'))),
    );
    await expect.poll(() => answers.length).toBe(1000);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1000);
    expect(answers.filter(({ answers: records }) => records?.length === 2)).toHaveLength(500);
  });

  test('a question that comes octet by octet is understood', async () => {
    const { socket, answers } = await (await start()).client();
    for (const octet of Buffer.concat([query(1, 'hana.test'), query(2, 'yuki.test')])) {
      socket.write(Buffer.from([octet]));
      await new Promise((done) => setImmediate(done));
    }
    await expect.poll(() => answers.map(({ id }) => id)).toEqual([1, 2]);
  });

  test('who has nothing more to ask still gets the answers', async () => {
    const { socket, answers, closed } = await (await start()).client();
    socket.end(Buffer.concat([query(1, 'hana.test'), query(2, 'yuki.test')]));
    await closed;
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2]);
  });

  test('one late answer does not hold up the others', async () => {
    const world = worldWith({
      faults: [{ id: 'f', point: 'dns.answer', address: 'hana.test', effect: { kind: 'delay', ms: 200 } }],
    });
    const { socket, answers } = await (await start({ world })).client();
    socket.write(Buffer.concat([query(1, 'hana.test'), query(2, 'yuki.test')]));
    await expect.poll(() => answers.map(({ id }) => id)).toEqual([2, 1]);
  });

  test('a connection on which nothing is asked is closed', async () => {
    const { socket, answers, closed } = await (await start({ idleMs: 50 })).client();
    socket.write(query(1, 'hana.test'));
    await closed;
    expect(answers).toHaveLength(1);
  });

  test('a fault cuts the connection in the middle of an answer', async () => {
    const world = worldWith({
      faults: [{ id: 'f', point: 'dns.answer', effect: { kind: 'drop', afterOctets: 9 } }],
    });
    const { socket, answers, closed } = await (await start({ world })).client();
    socket.write(query(1, 'hana.test'));
    await closed;
    expect(answers).toEqual([]);
    expect(socket.bytesRead).toBe(9);
  });

  test('what is no DNS is hung up on; the others go on', async () => {
    const started = await start();
    const other = await started.client();
    const web = await started.client();
    web.socket.write(framed(Buffer.from('hello')));
    await web.closed;
    other.socket.write(query(1, 'hana.test'));
    await expect.poll(() => other.answers.length).toBe(1);
  });

  test('closing ends all connections and frees the port', async () => {
    const { dns, client, made } = await start();
    const { closed } = await client();
    await dns.close();
    await closed;
    const again = await startDns(made);
    closing.push(() => again.close());
  });
});
