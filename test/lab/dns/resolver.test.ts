import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import { afterEach, describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/contract/lab/trace.ts';
import type { World } from '../../../src/contract/lab/world.ts';
import type { Listening } from '../../../src/lab/around.ts';
import { labResolver, type Resolver } from '../../../src/lab/dns/index.ts';
import { type Lab, lab, NS, startDns, worldWith } from './support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(world?: World): Promise<{ made: Lab; resolver: Resolver; dns: Listening; asked(): string[] }> {
  const made = lab(world);
  const dns = await startDns(made);
  closing.push(() => dns.close());
  const resolver = labResolver(made.around('mx1.hana.test'), { triesMs: [300, 10_000] });
  return {
    made,
    dns,
    resolver,
    asked: () => questions(made).map(({ name, type }) => `${name} ${type}`),
  };
}

type Told<K extends TraceEvent['kind']> = Extract<TraceEvent, { readonly kind: K }>;
const questions = ({ trace }: Lab): Told<'dns.question'>[] =>
  trace.since(0).filter((event): event is Told<'dns.question'> => event.kind === 'dns.question');
const told = ({ trace }: Lab): Told<'dns.answer'>[] =>
  trace.since(0).filter((event): event is Told<'dns.answer'> => event.kind === 'dns.answer');

const zone = (records: World['zones'][number]['records']): World =>
  worldWith({ zones: [{ origin: 'z.test', records }] });
const ttl = 300;

describe('the resolver', () => {
  test('gives records of every type as values', async () => {
    const { resolver } = await start();
    expect((await resolver.resolve('Hana.Test.', 'MX')).records).toEqual([
      { name: 'hana.test', ttl, type: 'MX', preference: 10, exchange: 'mx1.hana.test' },
      { name: 'hana.test', ttl, type: 'MX', preference: 20, exchange: 'mx2.hana.test' },
    ]);
    expect((await resolver.resolve('mu.test', 'MX')).records).toMatchObject([{ preference: 0, exchange: '.' }]);
    expect((await resolver.resolve('niwa.test', 'A')).records).toMatchObject([{ address: '127.44.0.31' }]);
    expect((await resolver.resolve('hana.test', 'TXT')).records).toMatchObject([{ text: 'v=spf1 mx -all' }]);
    expect((await resolver.resolve('31.0.44.127.in-addr.arpa', 'PTR')).records).toMatchObject([
      { target: 'niwa.test' },
    ]);
    expect((await resolver.resolve('hana.test', 'NS')).records).toMatchObject([{ target: NS }]);
    expect((await resolver.resolve('hana.test', 'SOA')).records).toMatchObject([{ primary: NS }]);
  });

  test('tells NXDOMAIN, NODATA, REFUSED and SERVFAIL apart', async () => {
    const { resolver, made } = await start();
    expect(await resolver.resolve('nosuch.test', 'MX')).toMatchObject({ status: 'NXDOMAIN', records: [] });
    expect(await resolver.resolve('niwa.test', 'MX')).toMatchObject({ status: 'NOERROR', records: [] });
    expect(await resolver.resolve('example.com', 'MX')).toMatchObject({ status: 'REFUSED', records: [] });
    made.world.faults.push({ id: 'f', point: 'dns.answer', effect: { kind: 'servfail' }, skip: 0 });
    expect(await resolver.resolve('yuki.test', 'MX')).toMatchObject({ status: 'SERVFAIL', trouble: null });
  });

  test('follows aliases, and says which', async () => {
    const { resolver } = await start();
    expect(await resolver.resolve('imap.minato.test', 'A')).toMatchObject({
      status: 'NOERROR',
      aliases: ['mx.minato.test'],
      records: [{ name: 'mx.minato.test', address: '127.44.0.21' }],
    });
    expect(await resolver.resolve('imap.minato.test', 'MX')).toMatchObject({
      status: 'NOERROR',
      aliases: ['mx.minato.test'],
      records: [],
    });
    expect((await resolver.resolve('imap.minato.test', 'CNAME')).records).toMatchObject([{ target: 'mx.minato.test' }]);
  });

  test('finds aliases that lead round, that are too many, and that lead nowhere', async () => {
    const chain = (from: string, to: string) => ({ name: from, type: 'CNAME' as const, ttl, target: to });
    const { resolver } = await start(
      zone([
        chain('round', 'about.z.test'),
        chain('about', 'round.z.test'),
        chain('self', 'self.z.test'),
        ...Array.from({ length: 12 }, (_, n) => chain(`n${n}`, `n${n + 1}.z.test`)),
        { name: 'n12', type: 'A', ttl, address: '127.1.1.1' },
        chain('nowhere', 'not.there.z.test'),
        chain('abroad', 'www.example.com'),
      ]),
    );
    expect(await resolver.resolve('round.z.test', 'A')).toMatchObject({ status: 'SERVFAIL', trouble: 'alias-loop' });
    expect(await resolver.resolve('self.z.test', 'A')).toMatchObject({ status: 'SERVFAIL', trouble: 'alias-loop' });
    expect(await resolver.resolve('n0.z.test', 'A')).toMatchObject({ status: 'SERVFAIL', trouble: 'alias-chain' });
    expect((await resolver.resolve('n4.z.test', 'A')).records).toMatchObject([{ address: '127.1.1.1' }]);
    expect(await resolver.resolve('nowhere.z.test', 'A')).toMatchObject({ status: 'NXDOMAIN', records: [] });
    expect(await resolver.resolve('abroad.z.test', 'A')).toMatchObject({
      status: 'REFUSED',
      aliases: ['www.example.com'],
    });
  });

  test('asks again by TCP what was too long for a datagram', async () => {
    const many = Array.from({ length: 200 }, (_, n) => ({
      name: 'many',
      type: 'A' as const,
      ttl,
      address: `127.7.0.${n}`,
    }));
    const { resolver, made } = await start(zone(many));
    expect((await resolver.resolve('many.z.test', 'A')).records).toHaveLength(200);
    expect(told(made)).toMatchObject([{ overTcp: true }]);
  });

  test('puts long text together again', async () => {
    const text = `v=DKIM1; p=${'手'.repeat(300)}`;
    const { resolver } = await start(zone([{ name: 'long', type: 'TXT', ttl, text }]));
    expect((await resolver.resolve('long.z.test', 'TXT')).records).toMatchObject([{ text }]);
  });
});

describe('its memory', () => {
  test('holds an answer for as long as it was told, by the clock of the lab', async () => {
    const { resolver, made, asked } = await start();
    await resolver.resolve('hana.test', 'MX');
    await made.clock.advanceTo(made.clock.now() + 299_000, async () => {});
    await resolver.resolve('hana.test', 'MX');
    expect(asked()).toEqual(['hana.test MX']);
    await made.clock.advanceTo(made.clock.now() + 2000, async () => {});
    await resolver.resolve('hana.test', 'MX');
    expect(asked()).toEqual(['hana.test MX', 'hana.test MX']);
  });

  test('holds what is not there for as long as the SOA says', async () => {
    const { resolver, made, asked } = await start();
    await resolver.resolve('nosuch.test', 'A');
    await resolver.resolve('nosuch.test', 'A');
    await resolver.resolve('niwa.test', 'MX');
    await resolver.resolve('niwa.test', 'MX');
    expect(asked()).toHaveLength(2);
    await made.clock.advanceTo(made.clock.now() + 61_000, async () => {});
    await resolver.resolve('nosuch.test', 'A');
    expect(asked()).toHaveLength(3);
  });

  test('does not hold a failure, nor what lives 0 seconds', async () => {
    const { resolver, made, asked } = await start(zone([{ name: 'now', type: 'A', ttl: 0, address: '127.1.1.1' }]));
    await resolver.resolve('now.z.test', 'A');
    await resolver.resolve('now.z.test', 'A');
    expect(asked()).toHaveLength(2);
    made.world.faults.push({ id: 'f', point: 'dns.answer', effect: { kind: 'servfail' }, skip: 0 });
    expect((await resolver.resolve('hana.test', 'A')).status).toBe('SERVFAIL');
    made.world.faults.pop();
    expect((await resolver.resolve('hana.test', 'A')).status).toBe('NOERROR');
  });

  test('is emptied by forget, so that an edited world is seen', async () => {
    const { resolver, made } = await start();
    expect((await resolver.resolve('new.hana.test', 'A')).status).toBe('NXDOMAIN');
    made.world.zones[0]?.records.push({ name: 'new', type: 'A', ttl, address: '127.3.3.3' });
    expect((await resolver.resolve('new.hana.test', 'A')).status).toBe('NXDOMAIN');
    resolver.forget();
    expect((await resolver.resolve('new.hana.test', 'A')).status).toBe('NOERROR');
  });

  test('the same question at the same time is asked once', async () => {
    const { resolver, asked } = await start();
    const all = await Promise.all(Array.from({ length: 50 }, () => resolver.resolve('hana.test', 'MX')));
    expect(new Set(all.map(({ records }) => records.length))).toEqual(new Set([2]));
    expect(asked()).toHaveLength(1);
  });
});

describe('the trace', () => {
  test('has each question and answer once, at the host that asked, with the mail it was for', async () => {
    const { resolver, made } = await start();
    await resolver.resolve('hana.test', 'MX', { mail: 'm1', connection: 'c1' });
    expect(made.trace.since(0)).toMatchObject([
      { kind: 'dns.question', host: 'mx1.hana.test', name: 'hana.test', type: 'MX', mail: 'm1', connection: 'c1' },
      {
        kind: 'dns.answer',
        host: 'mx1.hana.test',
        status: 'NOERROR',
        answers: ['10 mx1.hana.test', '20 mx2.hana.test'],
        overTcp: false,
        mail: 'm1',
      },
    ]);
  });

  test('has the questions of other programs at the name server', async () => {
    const { made, dns } = await start();
    const socket = createSocket('udp4');
    closing.push(() => socket.close());
    socket.send(
      encode({ type: 'query', id: 7, questions: [{ name: 'HANA.test', type: 'MX' }] }),
      dns.port,
      '127.0.0.1',
    );
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(decode(answer).answers).toHaveLength(2);
    expect(made.trace.since(0)).toMatchObject([
      { kind: 'dns.question', host: NS, name: 'hana.test', type: 'MX', from: '127.0.0.1' },
      { kind: 'dns.answer', host: NS, status: 'NOERROR' },
    ]);
  });
});

describe('when the name server is in trouble', () => {
  const fault = (effect: World['faults'][number]['effect'], times?: number): World['faults'][number] => ({
    id: 'f',
    point: 'dns.answer',
    effect,
    skip: 0,
    ...(times === undefined ? {} : { times }),
  });

  test('a lost datagram is asked for again, once', async () => {
    const { resolver, made } = await start(worldWith({ faults: [fault({ kind: 'drop', afterOctets: 0 }, 1)] }));
    expect((await resolver.resolve('hana.test', 'MX')).records).toHaveLength(2);
    expect(made.trace.since(0).filter(({ kind }) => kind === 'fault')).toHaveLength(1);
  });

  test('silence is SERVFAIL with the reason, and so is a server that is not there', async () => {
    const made = lab(worldWith({ faults: [fault({ kind: 'dead-host' })] }));
    const resolver = labResolver(made.around('niwa.test'), { triesMs: [50, 50] });
    expect(await resolver.resolve('hana.test', 'MX')).toMatchObject({ status: 'SERVFAIL', trouble: 'no-answer' });
    const dns = await startDns(made);
    expect(await resolver.resolve('hana.test', 'MX')).toMatchObject({ status: 'SERVFAIL', trouble: 'no-answer' });
    await dns.close();
    expect(await resolver.resolve('hana.test', 'MX')).toMatchObject({ status: 'SERVFAIL', trouble: 'no-answer' });
  });

  test('a late answer is still an answer when somebody waits for it', async () => {
    const { resolver } = await start(worldWith({ faults: [fault({ kind: 'delay', ms: 400 })] }));
    expect((await resolver.resolve('hana.test', 'MX')).records).toHaveLength(2);
  });

  test('REFUSED and SERVFAIL by a fault, for one name only', async () => {
    const { resolver } = await start(
      worldWith({
        faults: [
          { ...fault({ kind: 'refuse', code: 550, text: 'no' }), id: 'a', address: 'yuki.test' },
          { ...fault({ kind: 'servfail' }), id: 'b', address: 'sora.test' },
        ],
      }),
    );
    expect((await resolver.resolve('yuki.test', 'MX')).status).toBe('REFUSED');
    expect((await resolver.resolve('sora.test', 'MX')).status).toBe('SERVFAIL');
    expect((await resolver.resolve('hana.test', 'MX')).status).toBe('NOERROR');
  });

  test('nonsense, and answers to other questions, are not believed', async () => {
    const made = lab();
    const liar = createSocket('udp4');
    closing.push(() => liar.close());
    liar.bind(0, '127.0.0.1');
    await once(liar, 'listening');
    liar.on('message', (packet, from) => {
      const { id = 0 } = decode(packet);
      const say = (octets: Buffer): void => liar.send(octets, from.port, from.address);
      const forged = (over: object): Buffer =>
        encode({
          type: 'response',
          id,
          questions: [{ name: 'hana.test', type: 'A' }],
          answers: [{ name: 'hana.test', type: 'A', ttl: 300, data: '127.6.6.6' }],
          ...over,
        });
      say(Buffer.from('nonsense'));
      say(forged({ id: id ^ 1 }));
      say(forged({ questions: [{ name: 'other.test', type: 'A' }] }));
      say(forged({ type: 'query' }));
    });
    const at = made.world.hosts.find(({ name }) => name === NS)?.address ?? '';
    made.places.open(at, 'dns', { address: '127.0.0.1', port: liar.address().port });
    const resolver = labResolver(made.around('niwa.test'), { triesMs: [100] });
    expect(await resolver.resolve('hana.test', 'A')).toMatchObject({ status: 'SERVFAIL', records: [] });
  });
});
