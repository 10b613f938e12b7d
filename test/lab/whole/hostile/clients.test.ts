/** Clients that no server deserves, at a lab in a process of its own: it lives, it stays small, and the others are served. */
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { labFolder, worldWith } from '../../support/lab.ts';
import { buildChild, type Child, type Program } from './support/child.ts';

const MB = 1024 * 1024;
let program: Program;
let lab: Child;
const sockets = new Set<Socket>();
beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.remove());
beforeEach(async () => {
  lab = await program.start({ folder: labFolder(), world: worldWith(), node: ['--expose-gc'] });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await lab.ask('close');
  await lab.ended;
  expect(lab.complaints()).toBe('');
});

function call(
  host = 'mx1.hana.test',
  service: 'smtp' | 'submissions' | 'imap' | 'pop3' = 'smtp',
  from?: string,
): Socket {
  const at = lab.status.hosts.find(({ name }) => name === host);
  const socket = connect({
    host: at?.address ?? '',
    port: at?.[service] ?? 0,
    ...(from === undefined ? {} : { localAddress: from }),
  });
  socket.setMaxListeners(0);
  sockets.add(socket);
  socket.on('error', () => {});
  return socket;
}

/** What comes until it matches, or the connection ends. */
function until(socket: Socket, pattern: RegExp): Promise<string> {
  return new Promise((tell) => {
    let heard = '';
    const over = (): void => {
      socket.off('data', hear);
      tell(heard);
    };
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString('latin1');
      if (pattern.test(heard)) over();
    };
    socket.on('data', hear);
    socket.once('close', over);
    if (socket.destroyed) over();
  });
}

const push = (socket: Socket, octets: string | Buffer): Promise<void> =>
  new Promise((done) => {
    if (socket.destroyed || socket.write(octets)) return done();
    socket.once('drain', done);
    socket.once('close', () => done());
  });

/** One mail as anybody hands it over; the answer to its dot. */
async function mail(o: { to: string; octets: number; from?: string }): Promise<string> {
  const socket = call();
  await until(socket, /^220 /m);
  socket.write(`EHLO load.test\r\nMAIL FROM:<${o.from ?? 'a@niwa.test'}>\r\nRCPT TO:<${o.to}>\r\nDATA\r\n`);
  const begin = await until(socket, /^354 |^[45]\d\d /m);
  if (!/^354 /m.test(begin)) return begin;
  await push(socket, `Subject: big\r\nMessage-ID: <${Math.random()}@load.test>\r\n\r\n`);
  const piece = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(840));
  const answer = until(socket, /^\d{3} .*\r\n/m);
  for (let sent = 0; sent < o.octets; sent += piece.length) await push(socket, piece);
  await push(socket, '.\r\n');
  const said = await answer;
  socket.end('QUIT\r\n');
  return said;
}
const isServed = async (): Promise<void> => expect(await mail({ to: 'ben@hana.test', octets: 5000 })).toMatch(/^250 /);

test('ten sessions with forty megabytes each, handed on to another host: the lab stays under a bound', {
  timeout: 120_000,
}, async () => {
  await isServed();
  const before = await lab.ask<number>('rss');
  let peak = 0;
  let going = true;
  const watching = (async () => {
    while (going) peak = Math.max(peak, await lab.ask<number>('rss'));
  })();
  const began = Date.now();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      mail({ to: ['ben@hana.test', 'info@hana.test'][i % 2] ?? '', octets: 40 * MB }),
    ),
  );
  const taken = Date.now() - began;
  await lab.ask('settled');
  going = false;
  await watching;
  const after = await lab.ask<number>('rss');
  console.log(
    `10 x 40 MB: ${Math.round(before / MB)} MB before, ${Math.round(peak / MB)} MB at most, ${Math.round(after / MB)} MB after; taken in ${taken} ms`,
  );
  expect(answers.filter((one) => one.startsWith('250 '))).toHaveLength(10);
  expect(peak / MB).toBeLessThan(1500);
  await isServed();
});

test('a thousand connections at once: those beyond the limit are told so, the others are served', async () => {
  const all = Array.from({ length: 1000 }, () => call());
  const greetings = await Promise.all(all.map((socket) => until(socket, /\r\n/)));
  expect(greetings.filter((one) => one.startsWith('220 '))).toHaveLength(500);
  expect(greetings.filter((one) => one.startsWith('421 4.3.2 '))).toHaveLength(500);
  for (const socket of all.slice(0, 500)) socket.destroy();
  await expect.poll(() => mail({ to: 'ben@hana.test', octets: 5000 })).toMatch(/^250 /);
});

test('a hundred thousand recipients, not waited for: a thousand are taken, each of the others is told to come again', {
  timeout: 60_000,
}, async () => {
  // The smart host takes any recipient of its customer.
  const customer = lab.status.hosts.find(({ name }) => name === 'mail.sora.test')?.address;
  const socket = call('gate.minato.test', 'smtp', customer);
  await until(socket, /^220 /m);
  const began = await lab.ask<number>('rss');
  const heard = { taken: 0, later: 0, rest: '' };
  const over = new Promise<void>((done) => {
    socket.on('data', (chunk: Buffer) => {
      const lines = (heard.rest + chunk.toString('latin1')).split('\r\n');
      heard.rest = lines.pop() ?? '';
      heard.taken += lines.filter((one) => one.startsWith('250 2.1.5')).length;
      heard.later += lines.filter((one) => one.startsWith('452 ')).length;
      if (lines.some((one) => one.startsWith('221 '))) done();
    });
    socket.once('close', () => done());
  });
  await push(socket, 'EHLO load.test\r\nMAIL FROM:<a@niwa.test>\r\n');
  for (let n = 0; n < 100_000; n += 500)
    await push(socket, Array.from({ length: 500 }, (_, i) => `RCPT TO:<u${n + i}@other.test>\r\n`).join(''));
  await push(socket, 'RSET\r\nQUIT\r\n');
  await over;
  const grown = ((await lab.ask<number>('rss')) - began) / MB;
  console.log(`100,000 recipients: ${heard.taken} taken, ${heard.later} later, ${Math.round(grown)} MB more`);
  expect(heard.taken + heard.later).toBe(100_000);
  expect(heard.taken).toBeLessThanOrEqual(1000);
  expect(grown).toBeLessThan(150);
  await isServed();
});

test('silence, one octet after the other, lines without end, no handshake, no reading: the others are served meanwhile', {
  timeout: 60_000,
}, async () => {
  const before = await lab.ask<number>('rss');
  const services = ['smtp', 'submissions', 'imap', 'pop3'] as const;
  const hosts = services.map((service) => ({ service, socket: call('mx1.hana.test', service) }));
  // One octet after the other.
  let dripping = true;
  const drip = (async () => {
    while (dripping)
      for (const { socket } of hosts)
        await new Promise<void>((done) =>
          setImmediate(() => {
            socket.write('E');
            done();
          }),
        );
  })();
  // Lines without end, and answers that nobody reads.
  const endless = services.map((service) => call('mx1.hana.test', service));
  const line = Buffer.alloc(65536, 'A');
  for (const socket of endless)
    for (let n = 0; n < 200 && !socket.destroyed; n++)
      await Promise.race([push(socket, line), new Promise((done) => setImmediate(done))]);
  const deaf = services.map((service) => call('mx1.hana.test', service).pause());
  for (const socket of deaf) for (let n = 0; n < 200; n++) socket.write('NOOP\r\na NOOP\r\n'.repeat(100));
  for (let n = 0; n < 20; n++)
    call('mx1.hana.test', 'submissions').write(
      Buffer.from(Uint8Array.from({ length: 500 }, (_, i) => (i * 151 + n) % 256)),
    );
  for (let n = 0; n < 5; n++) await isServed();
  dripping = false;
  await drip;
  const grown = ((await lab.ask<number>('rss')) - before) / MB;
  console.log(`the mad at all doors: ${Math.round(grown)} MB more`);
  expect(grown).toBeLessThan(120);
});
