import dns from 'node:dns';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { check } from '../../../src/lab/authenticity/index.ts';
import type { Resolver } from '../../../src/lab/dns/index.ts';
import { type House, mail, startHouse } from './support.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());
afterEach(() => vi.restoreAllMocks());

describe('what anybody may send', () => {
  test('in any octets is checked without a throw, without a word on the console, and into one right field', async () => {
    const said = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    const signed = await house.signed(mail('chiyo@yuki.test'), 'yuki.test');
    const name = fc.constantFrom('From', 'DKIM-Signature', 'ARC-Seal', 'ARC-Message-Signature', 'Subject', 'X', '');
    const tags = fc
      .array(
        fc.tuple(
          fc.constantFrom('v', 'a', 'b', 'bh', 'c', 'd', 'h', 'i', 'l', 's', 't', 'x', ''),
          fc.oneof(
            fc.constantFrom('1', '99999', 'rsa-sha256', 'relaxed/relaxed', 'yuki.test', 'lab', 'from:to'),
            fc.string(),
          ),
        ),
      )
      .map((pairs) => pairs.map(([tag, value]) => `${tag}=${value}`).join('; '));
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }).map((octets) => Buffer.from(octets)),
      fc
        .tuple(fc.array(fc.tuple(name, fc.oneof(tags, fc.string({ unit: 'binary' })))), fc.string())
        .map(([fields, body]) =>
          Buffer.from(`${fields.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n${body}`),
        ),
      fc.tuple(fc.nat(signed.length - 1), fc.nat(255), fc.nat(signed.length)).map(([at, octet, cut]) => {
        const changed = Buffer.from(signed);
        changed[at] = octet;
        return changed.subarray(0, cut < 50 ? cut : changed.length);
      }),
    );
    await fc.assert(
      fc.asyncProperty(message, fc.string(), fc.string(), async (octets, mailFrom, helo) => {
        const { header } = await house.check(octets, { mailFrom, helo });
        expect(header).toMatch(/^Authentication-Results: mx1\.hana\.test;(\r\n\t[^\r\n]+)+\r\n$/);
      }),
      { numRuns: 300 },
    );
    for (const spy of said) expect(spy).not.toHaveBeenCalled();
  });

  test('a header that is longer than anybody writes one is not looked at', async () => {
    const long = `DKIM-Signature: v=1;\r\n${' x\r\n'.repeat(200_000)}From: a@hana.test\r\n\r\nx\r\n`;
    expect(await house.check(long)).toMatchObject({ dkim: 'permerror', dmarc: 'permerror' });
  });
});

test('nothing is asked of anybody but the given resolver', async () => {
  const asked: string[] = [];
  const resolver: Resolver = {
    forget: () => {},
    resolve: async (name, type) => {
      asked.push(`${name} ${type}`);
      return { status: 'NXDOMAIN', records: [], aliases: [], trouble: null };
    },
  };
  const ways = [
    vi.spyOn(Socket.prototype, 'connect'),
    vi.spyOn(dns, 'lookup'),
    vi.spyOn(dns, 'resolve'),
    vi.spyOn(dns.promises, 'resolve'),
    vi.spyOn(dns.promises, 'lookup'),
  ];
  const message = `BIMI-Selector: v=BIMI1; s=x\r\n${await house.signed(mail('chiyo@yuki.test'), 'yuki.test')}`;
  await check({
    message: Buffer.from(message),
    ip: '127.44.0.21',
    helo: 'mx.minato.test',
    mailFrom: 'chiyo@yuki.test',
    host: 'mx1.hana.test',
    resolver,
  });
  expect(asked.sort()).toEqual([
    '_dmarc.test TXT',
    '_dmarc.yuki.test TXT',
    'lab._domainkey.yuki.test TXT',
    'yuki.test TXT',
  ]);
  for (const way of ways) expect(way).not.toHaveBeenCalled();
});
