import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '../../../src/lab/around.ts';
import { dig, lab, startDns, worldWith } from './support.ts';

const made = lab(
  worldWith({
    zones: [
      {
        origin: 'records.test',
        records: [
          { name: '@', type: 'A', address: '127.1.2.3', ttl: 60 },
          { name: '@', type: 'AAAA', address: '::1' },
          { name: 'deep.below.here', type: 'A', address: '127.1.2.4' },
          { name: 'alias', type: 'CNAME', target: 'further.records.test' },
          { name: 'further', type: 'CNAME', target: 'mx1.hana.test' },
          { name: 'dangling', type: 'CNAME', target: 'nothing.records.test' },
          { name: 'abroad', type: 'CNAME', target: 'www.example.com' },
          { name: 'round', type: 'CNAME', target: 'about.records.test' },
          { name: 'about', type: 'CNAME', target: 'round.records.test' },
          { name: 'long', type: 'TXT', text: `v=DKIM1; p=${'A'.repeat(600)}` },
          { name: 'japanese', type: 'TXT', text: '手紙' },
          { name: 'mail', type: 'HOST', host: 'mx1.hana.test' },
          { name: '*.wild', type: 'MX', preference: 5, exchange: 'mx1.hana.test' },
          { name: 'there.wild', type: 'A', address: '127.1.2.5' },
          { name: 'given', type: 'NS', target: 'ns.given.records.test' },
          { name: 'ns.given', type: 'A', address: '127.9.9.9' },
          ...Array.from({ length: 40 }, (_, n) => ({
            name: 'many',
            type: 'A' as const,
            address: `127.7.0.${n + 1}`,
          })),
        ],
      },
    ],
  }),
);
let dns: Listening;
beforeAll(async () => {
  dns = await startDns(made);
});
afterAll(() => dns.close());
const ask = (...words: string[]): ReturnType<typeof dig> => dig(dns.port, ...words);
const soa = expect.stringMatching(/ IN SOA ns\.minato\.test\. hostmaster\./);

describe('dig gets right answers', () => {
  test('MX, with the addresses of the exchangers beside them', async () => {
    const { status, flags, answers, additionals } = await ask('hana.test', 'MX');
    expect(status).toBe('NOERROR');
    expect(flags).toEqual(['qr', 'aa']);
    expect(answers).toEqual(['hana.test. 300 IN MX 10 mx1.hana.test.', 'hana.test. 300 IN MX 20 mx2.hana.test.']);
    expect(additionals).toEqual(['mx1.hana.test. 300 IN A 127.44.0.11', 'mx2.hana.test. 300 IN A 127.44.0.12']);
  });

  test('an exchanger in another domain', async () => {
    const { answers, additionals } = await ask('yuki.test', 'MX');
    expect(answers).toEqual(['yuki.test. 300 IN MX 10 mx.minato.test.']);
    expect(additionals).toEqual(['mx.minato.test. 300 IN A 127.44.0.21']);
  });

  test('a null MX is the root with preference 0', async () => {
    expect((await ask('mu.test', 'MX')).answers).toEqual(['mu.test. 300 IN MX 0 .']);
  });

  test('A and AAAA, with the life that was written', async () => {
    expect((await ask('records.test', 'A')).answers).toEqual(['records.test. 60 IN A 127.1.2.3']);
    expect((await ask('records.test', 'AAAA')).answers).toEqual(['records.test. 300 IN AAAA ::1']);
  });

  test('the address of a host, and of a record that names a host', async () => {
    expect((await ask('niwa.test', 'A')).answers).toEqual(['niwa.test. 300 IN A 127.44.0.31']);
    expect((await ask('mail.records.test', 'A')).answers).toEqual(['mail.records.test. 300 IN A 127.44.0.11']);
  });

  test('PTR of every host', async () => {
    for (const { name, address } of made.world.hosts)
      expect((await ask('-x', address)).answers).toEqual([expect.stringContaining(` IN PTR ${name}.`)]);
  });

  test('NS and SOA of a zone that has none written', async () => {
    const ns = await ask('hana.test', 'NS');
    expect(ns.answers).toEqual(['hana.test. 300 IN NS ns.minato.test.']);
    expect(ns.additionals).toEqual(['ns.minato.test. 300 IN A 127.44.0.53']);
    expect((await ask('hana.test', 'SOA')).answers).toEqual([soa]);
  });

  test('an alias is followed through all zones', async () => {
    expect((await ask('alias.records.test', 'A')).answers).toEqual([
      'alias.records.test. 300 IN CNAME further.records.test.',
      'further.records.test. 300 IN CNAME mx1.hana.test.',
      'mx1.hana.test. 300 IN A 127.44.0.11',
    ]);
    expect((await ask('alias.records.test', 'CNAME')).answers).toHaveLength(1);
  });

  test('an alias to nothing is NXDOMAIN with the alias; one that leads out of the zones ends there', async () => {
    const dangling = await ask('dangling.records.test', 'A');
    expect(dangling).toMatchObject({ status: 'NXDOMAIN', authorities: [soa] });
    expect(dangling.answers).toHaveLength(1);
    const abroad = await ask('abroad.records.test', 'A');
    expect(abroad).toMatchObject({ status: 'NOERROR', authorities: [] });
    expect(abroad.answers).toEqual(['abroad.records.test. 300 IN CNAME www.example.com.']);
  });

  test('aliases in a circle are said once each', async () => {
    expect((await ask('round.records.test', 'A')).answers).toHaveLength(2);
  });

  test('text longer than 255 octets comes in pieces', async () => {
    const [line = ''] = (await ask('long.records.test', 'TXT')).answers;
    const pieces = [...line.matchAll(/"([^"]*)"/g)].map(([, piece = '']) => piece);
    expect(pieces.map((piece) => piece.length)).toEqual([255, 255, 101]);
    expect(pieces.join('')).toBe(`v=DKIM1; p=${'A'.repeat(600)}`);
  });

  test('text in UTF-8 is kept octet by octet', async () => {
    expect((await ask('japanese.records.test', 'TXT')).answers).toEqual([
      'japanese.records.test. 300 IN TXT "\\230\\137\\139\\231\\180\\153"',
    ]);
  });

  test('ANY gives everything that the name has', async () => {
    const { answers } = await ask('hana.test', 'ANY');
    expect(answers.map((line) => line.split(' ')[3]).sort()).toEqual(['MX', 'MX', 'NS', 'SOA', 'TXT']);
  });
});

describe('what there is not has four ways of not being', () => {
  test('NODATA: the name is there, such a record is not', async () => {
    expect(await ask('mx1.hana.test', 'MX')).toMatchObject({ status: 'NOERROR', answers: [], authorities: [soa] });
    expect(await ask('hana.test', 'AAAA')).toMatchObject({ status: 'NOERROR', answers: [], authorities: [soa] });
  });

  test('NODATA also for a name that only has names below it', async () => {
    expect(await ask('below.here.records.test', 'A')).toMatchObject({ status: 'NOERROR', answers: [] });
    expect(await ask('here.records.test', 'MX')).toMatchObject({ status: 'NOERROR', authorities: [soa] });
  });

  test('NODATA for types that nobody has here', async () => {
    for (const type of ['SRV', 'TLSA', 'CAA', 'TYPE65280'])
      expect(await ask('hana.test', type)).toMatchObject({ status: 'NOERROR', answers: [], authorities: [soa] });
  });

  test('NXDOMAIN with the SOA, also for a domain that nobody has', async () => {
    expect(await ask('nobody.hana.test', 'A')).toMatchObject({ status: 'NXDOMAIN', authorities: [soa] });
    expect(await ask('nosuch.test', 'MX')).toMatchObject({ status: 'NXDOMAIN', authorities: [soa] });
    expect(await ask('-x', '127.44.0.99')).toMatchObject({ status: 'NXDOMAIN', authorities: [soa] });
  });

  test('REFUSED outside our zones, for other classes, and for copies of a zone', async () => {
    expect(await ask('example.com', 'A')).toMatchObject({ status: 'REFUSED', authorities: [] });
    expect(await ask('.', 'NS')).toMatchObject({ status: 'REFUSED' });
    expect(await ask('version.bind', 'TXT', 'CH')).toMatchObject({ status: 'REFUSED' });
    expect((await ask('hana.test', 'AXFR')).text).toContain('Transfer failed');
  });

  test('a wildcard stands for what is not there, and for nothing else', async () => {
    expect((await ask('any.wild.records.test', 'MX')).answers).toEqual([
      'any.wild.records.test. 300 IN MX 5 mx1.hana.test.',
    ]);
    expect((await ask('a.b.wild.records.test', 'MX')).answers).toHaveLength(1);
    expect(await ask('any.wild.records.test', 'A')).toMatchObject({ status: 'NOERROR', answers: [] });
    expect(await ask('there.wild.records.test', 'MX')).toMatchObject({ status: 'NOERROR', answers: [] });
    expect(await ask('wild.records.test', 'MX')).toMatchObject({ status: 'NOERROR', answers: [] });
    expect(await ask('below.there.wild.records.test', 'MX')).toMatchObject({ status: 'NXDOMAIN' });
  });

  test('a name that was given away is referred to who has it', async () => {
    const { flags, answers, authorities, additionals } = await ask('www.given.records.test', 'A');
    expect({ flags, answers }).toEqual({ flags: ['qr'], answers: [] });
    expect(authorities).toEqual(['given.records.test. 300 IN NS ns.given.records.test.']);
    expect(additionals).toEqual(['ns.given.records.test. 300 IN A 127.9.9.9']);
  });
});

describe('the wire', () => {
  test('names are found in any spelling, and the question goes back as it came', async () => {
    const { answers, text } = await ask('HaNa.TesT', 'MX');
    expect(answers).toHaveLength(2);
    expect(text).toContain(';HaNa.TesT.');
  });

  test('512 octets without EDNS, then TC and nothing of the answer; dig comes again by TCP', async () => {
    const short = await ask('+noedns', '+ignore', 'many.records.test', 'A');
    expect(short.flags).toContain('tc');
    expect(short.answers).toEqual([]);
    const again = await ask('+noedns', 'many.records.test', 'A');
    expect(again.text).toContain('(TCP)');
    expect(again.answers).toHaveLength(40);
  });

  test('as much as the client offers by EDNS', async () => {
    const small = await ask('+bufsize=600', '+ignore', 'many.records.test', 'A');
    expect(small.flags).toContain('tc');
    const big = await ask('+bufsize=4096', '+ignore', 'many.records.test', 'A');
    expect(big.flags).not.toContain('tc');
    expect(big.answers).toHaveLength(40);
    expect(big.text).toMatch(/EDNS: version: 0, flags:; udp: 4096/);
    expect((await ask('+bufsize=100', '+ignore', 'hana.test', 'MX')).answers).toHaveLength(2);
  });

  test('TCP from the beginning, and several questions on one connection', async () => {
    expect((await ask('+tcp', 'hana.test', 'MX')).answers).toHaveLength(2);
    const { text } = await ask('+tcp', '+keepopen', 'hana.test', 'MX', '+tcp', '+keepopen', 'yuki.test', 'MX');
    expect(text.match(/status: NOERROR/g)).toHaveLength(2);
  });

  test('a later EDNS version gets BADVERS, another opcode NOTIMP', async () => {
    expect(await ask('+edns=1', '+noednsneg', 'hana.test', 'MX')).toMatchObject({ status: 'BADVERS' });
    expect(await ask('+opcode=2', 'hana.test', 'MX')).toMatchObject({ status: 'NOTIMP' });
    expect(await ask('+opcode=5', 'hana.test', 'SOA')).toMatchObject({ status: 'NOTIMP' });
  });
});

test('a world that is edited while it runs is answered at once, with another serial', async () => {
  const serial = async (): Promise<string> => (await ask('hana.test', 'SOA')).answers[0]?.split(' ')[6] ?? '';
  const before = await serial();
  expect(await serial()).toBe(before);
  made.world.zones[0]?.records.push({ name: 'new', type: 'A', ttl: 300, address: '127.3.3.3' });
  expect((await ask('new.hana.test', 'A')).answers).toEqual(['new.hana.test. 300 IN A 127.3.3.3']);
  expect(await serial()).not.toBe(before);
});
