import { connect } from 'node:net';
import { createSecureContext } from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib';
import { expect, test } from 'vitest';
import { authority } from '../../servers/ca.ts';
import { RawClient } from './support/client.ts';
import { aiko, serve } from './support/server.ts';

const { cert, key } = authority().certificate('good');
const secure = createSecureContext({ cert, key });

test('STARTTLS: capabilities are told anew, and sign-in goes inside', async () => {
  const server = await serve({ secure });
  const client = await RawClient.open(server);
  expect((await client.ok('CAPABILITY'))[0]).toContain('STARTTLS');
  await client.ok('STARTTLS');
  await client.startTls();
  expect((await client.ok('CAPABILITY'))[0]).not.toContain('STARTTLS');
  await client.ok(`LOGIN ${aiko} tegami`);
  expect(server.events('tls')).toHaveLength(1);
  expect(
    server.trace
      .transcript('c1')
      ?.pieces.map(({ octets }) => octets)
      .join(''),
  ).toContain('LOGIN aiko@hana.test tegami');
});

test('what is slipped in behind STARTTLS is never carried out', async () => {
  const server = await serve({ secure });
  const client = await RawClient.open(server);
  client.send(`a STARTTLS\r\nb LOGIN ${aiko} tegami\r\n`);
  const said = await client.rest();
  expect(said).toMatch(/^\* BYE/);
  expect(said).not.toContain('OK');
  expect(server.events('signed-in')).toEqual([]);
});

test('AUTHENTICATE PLAIN, with and without an initial response', async () => {
  const server = await serve();
  const answer = Buffer.from(`\0${aiko}\0tegami`).toString('base64');
  const one = await RawClient.open(server);
  await one.ok(`AUTHENTICATE PLAIN ${answer}`);
  const two = await RawClient.open(server);
  two.send('a AUTHENTICATE PLAIN\r\n');
  expect(await two.line()).toBe('+ ');
  two.send(`${answer}\r\n`);
  expect(await two.line()).toMatch(/^a OK/);
  const three = await RawClient.open(server);
  expect((await three.command(`LOGIN ${aiko} wrong`)).at(-1)).toMatch(/^= NO \[AUTHENTICATIONFAILED\]/);
});

test('COMPRESS: both ways in DEFLATE, and the transcript shows what was said before it', async () => {
  const server = await serve();
  await (await server.inbox()).append(Buffer.from(`Subject: x\r\n\r\n${'long '.repeat(50_000)}\r\n`));
  const socket = connect(server.port, server.address);
  const inflate = createInflateRaw();
  const deflate = createDeflateRaw();
  let plain = '';
  let packed = 0;
  let text = '';
  const said = (from: () => string, what: RegExp): Promise<void> =>
    expect.poll(from, { timeout: 5000 }).toMatch(what) as Promise<void>;
  const onPlain = (chunk: Buffer): void => void (plain += chunk.toString('latin1'));
  socket.on('data', onPlain);
  socket.write(`a LOGIN ${aiko} tegami\r\nb COMPRESS DEFLATE\r\n`);
  await said(() => plain, /b OK/);
  socket.off('data', onPlain);
  socket.on('data', (chunk: Buffer) => void (packed += chunk.length));
  socket.pipe(inflate).on('data', (chunk: Buffer) => void (text += chunk.toString('latin1')));
  deflate.pipe(socket);
  deflate.write('c SELECT INBOX\r\nd FETCH 1 BODY[]\r\n');
  deflate.flush(constants.Z_SYNC_FLUSH);
  await said(() => text, /d OK/);
  expect(text.length).toBeGreaterThan(250_000);
  expect(packed).toBeLessThan(20_000);
  expect(
    server.trace.transcript('c1')?.pieces.some(({ who, octets }) => who === 'C' && octets.includes('c SELECT INBOX')),
  ).toBe(true);
  socket.destroy();
});

test('a slow reader makes the server wait, not grow', async () => {
  const server = await serve();
  const inbox = await server.inbox();
  for (let i = 0; i < 20; i += 1) await inbox.append(Buffer.alloc(1_000_000, 'x'));
  const socket = connect(server.port, server.address);
  socket.write(`a LOGIN ${aiko} tegami\r\nb SELECT INBOX\r\nc FETCH 1:* BODY.PEEK[]\r\n`);
  await expect.poll(() => server.events('retrieved').length, { timeout: 5000 }).toBeGreaterThan(0);
  socket.pause();
  const other = await RawClient.in(server, 'INBOX');
  await other.ok('NOOP');
  let told = -1;
  await expect
    .poll(() => told === (told = server.events('retrieved').length), { timeout: 5000, interval: 300 })
    .toBe(true);
  expect(told).toBeLessThan(20);
  let octets = 0;
  let tail = '';
  socket.on('data', (chunk: Buffer) => {
    octets += chunk.length;
    tail = (tail + chunk.toString('latin1')).slice(-100);
  });
  socket.resume();
  await expect.poll(() => tail, { timeout: 10_000 }).toContain('c OK');
  expect(octets).toBeGreaterThan(20_000_000);
  socket.destroy();
});

test('closing the server says goodbye to who idles, and ends', async () => {
  const server = await serve();
  const client = await RawClient.in(server, 'INBOX');
  client.send('i IDLE\r\n');
  await client.line();
  const closed = server.close();
  expect(await client.rest()).toContain('* BYE');
  await closed;
  expect(server.events('closed')[0]?.why).toBe('stopped');
});
