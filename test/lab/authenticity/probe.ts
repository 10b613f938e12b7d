/** Makes a key, signs, checks, and says what came of it; bundled and run in Electron by electron.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { check, keysFor, sign } from '../../../src/lab/authenticity/index.ts';
import type { Resolver } from '../../../src/lab/dns/index.ts';

async function probe(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-probe-'));
  const { privateKey, txt } = await keysFor(folder).ensure('yuki.test', 'lab');
  rmSync(folder, { recursive: true });
  const message = Buffer.from('From: chiyo@yuki.test\r\nSubject: probe\r\n\r\nGood morning.\r\n');
  const texts = new Map([
    ['lab._domainkey.yuki.test', txt],
    ['yuki.test', 'v=spf1 ip4:127.44.0.21 -all'],
    ['_dmarc.yuki.test', 'v=DMARC1; p=reject'],
  ]);
  const resolver = {
    forget() {},
    resolve: async (name: string) => {
      const text = texts.get(name);
      const records = text === undefined ? [] : [{ name, ttl: 300, type: 'TXT', text }];
      return { status: 'NOERROR', records, aliases: [], trouble: null };
    },
  } as unknown as Resolver;
  const signed = Buffer.concat([Buffer.from(await sign(message, 'yuki.test', 'lab', privateKey, Date.now())), message]);
  const about = { ip: '127.44.0.21', helo: 'mx', mailFrom: 'chiyo@yuki.test', host: 'mx1.hana.test', resolver };
  const good = await check({ ...about, message: signed });
  const bad = await check({ ...about, message: Buffer.concat([signed, Buffer.from('!')]) });
  const said = ({ spf, dkim, dmarc }: typeof good): string[] => [spf, dkim, dmarc];
  console.log(JSON.stringify({ versions: process.versions, good: said(good), bad: said(bad) }));
}

void probe();
