import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '../../../src/lab/around.ts';
import { readQuery } from '../../../src/lab/dns/query.ts';
import { dig, lab, startDns } from './support.ts';

const made = lab();
let dns: Listening;
let socket: Socket;
beforeAll(async () => {
  dns = await startDns(made);
  socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
});
afterAll(async () => {
  socket.close();
  await dns.close();
});

/** A right question, of which some octets are others, or missing, or too many. */
const nearly = fc
  .record({
    name: fc.constantFrom('hana.test', 'mx1.hana.test', 'nosuch.test', '11.0.44.127.in-addr.arpa', 'example.com'),
    type: fc.constantFrom('A', 'MX', 'TXT', 'ANY', 'AXFR', 'SRV'),
    edns: fc.boolean(),
    changes: fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 4 }),
    cut: fc.option(fc.nat(80)),
    more: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ name, type, edns, changes, cut, more }) => {
    const octets = encode({
      type: 'query',
      id: 1,
      questions: [{ name, type: type as 'A' }],
      additionals: edns
        ? [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: 1232,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ]
        : [],
    });
    for (const [at, octet] of changes) if (at < octets.length) octets[at] = octet;
    return Buffer.concat([octets.subarray(0, cut ?? octets.length), more]);
  });
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 600 }).map((octets) => Buffer.from(octets)),
  nearly,
);

/** The server answers this question, so everything before it has been survived. */
async function stillAnswers(): Promise<void> {
  const id = 4711;
  const heard = new Promise<Buffer>((done) => {
    const hear = (packet: Buffer): void => {
      if (packet.readUInt16BE(0) !== id || decode(packet).answers?.length !== 2) return;
      socket.off('message', hear);
      done(packet);
    };
    socket.on('message', hear);
  });
  socket.send(encode({ type: 'query', id, questions: [{ name: 'hana.test', type: 'MX' }] }), dns.port, '127.0.0.1');
  await heard;
}

describe('random packets', () => {
  test('by UDP are survived, and each answer is a right packet to the same id', async () => {
    const answers: Buffer[] = [];
    socket.on('message', (packet: Buffer) => answers.push(packet));
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 20 }), async (packets) => {
        for (const packet of packets) socket.send(packet, dns.port, '127.0.0.1');
        await stillAnswers();
      }),
      { numRuns: 200 },
    );
    socket.removeAllListeners('message');
    expect(answers.length).toBeGreaterThan(400);
    for (const packet of answers) {
      expect(packet.readUInt16BE(2) & 0x8000).toBe(0x8000);
      if (packet.readUInt16BE(4) === 1) decode(packet);
    }
  });

  test('by TCP are survived, in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        fc.nat(50),
        async (packets, framed, cut) => {
          const stream = Buffer.concat(
            packets.flatMap((packet) =>
              framed ? [Buffer.from([packet.length >> 8, packet.length & 255]), packet] : [packet],
            ),
          );
          const client = connect({ host: '127.0.0.1', port: dns.port });
          client.on('error', () => {});
          client.resume();
          await once(client, 'connect');
          client.write(stream.subarray(0, cut));
          client.end(stream.subarray(cut));
          const closed = once(client, 'close');
          client.setTimeout(300, () => client.destroy());
          await closed;
        },
      ),
      { numRuns: 100 },
    );
    expect((await dig(dns.port, '+tcp', 'hana.test', 'MX')).answers).toHaveLength(2);
  });

  test('are read without a throw', () => {
    fc.assert(
      fc.property(hostile, (packet) => {
        readQuery(packet);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('what is broken on purpose', () => {
  const answerTo = async (packet: Buffer): Promise<Buffer> => {
    const heard = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(packet, dns.port, '127.0.0.1');
    return (await heard)[0];
  };
  const rcode = (packet: Buffer): number => packet.readUInt16BE(2) & 0xf;
  const header = (counts: readonly number[], flags = 0): Buffer =>
    Buffer.concat([Buffer.from([0, 9, flags >> 8, flags & 255]), Buffer.from(counts.flatMap((count) => [0, count]))]);
  const question = Buffer.from('\x04hana\x04test\x00\x00\x0f\x00\x01', 'latin1');

  test.each([
    ['no question', header([0, 0, 0, 0])],
    ['two questions', Buffer.concat([header([2, 0, 0, 0]), question, question])],
    ['a name that points at itself', Buffer.concat([header([1, 0, 0, 0]), Buffer.from([0xc0, 12, 0, 15, 0, 1])])],
    [
      'a label of 64 octets',
      Buffer.concat([header([1, 0, 0, 0]), Buffer.from([64]), Buffer.alloc(64, 97), Buffer.from([0, 0, 1, 0, 1])]),
    ],
    [
      'a name of 300 octets',
      Buffer.concat([
        header([1, 0, 0, 0]),
        ...Array(6).fill(Buffer.concat([Buffer.from([50]), Buffer.alloc(50, 97)])),
        Buffer.from([0, 0, 1, 0, 1]),
      ]),
    ],
    ['a question cut short', Buffer.concat([header([1, 0, 0, 0]), question.subarray(0, 12)])],
    ['records that are announced and missing', Buffer.concat([header([1, 0, 0, 5]), question])],
    [
      'two OPT records',
      Buffer.concat([
        header([1, 0, 0, 2]),
        question,
        ...Array(2).fill(Buffer.from([0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0])),
      ]),
    ],
  ])('%s: FORMERR', async (_, packet) => {
    const answer = await answerTo(packet);
    expect({ id: answer.readUInt16BE(0), rcode: rcode(answer) }).toEqual({ id: 9, rcode: 1 });
  });

  test('an answer is never answered, or two servers would talk for ever', async () => {
    socket.send(Buffer.concat([header([1, 0, 0, 0], 0x8000), question]), dns.port, '127.0.0.1');
    const answer = await answerTo(Buffer.concat([header([1, 0, 0, 0], 0x2800), question]));
    expect(rcode(answer)).toBe(4);
  });

  test('a label with a dot in it is not two labels', async () => {
    const answer = await answerTo(
      Buffer.concat([header([1, 0, 0, 0]), Buffer.from('\x09hana.test\x00\x00\x0f\x00\x01', 'latin1')]),
    );
    expect(rcode(answer)).toBe(5);
  });

  test('a label that is no UTF-8 goes back as it came', async () => {
    const strange = Buffer.from('\x03\xff\xfe\x80\x04hana\x04test\x00\x00\x01\x00\x01', 'latin1');
    const answer = await answerTo(Buffer.concat([header([1, 0, 0, 0]), strange]));
    expect(rcode(answer)).toBe(3);
    expect(answer.subarray(12, 12 + strange.length)).toEqual(strange);
  });
});
