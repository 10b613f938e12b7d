/** A name server of the default world with DKIM keys made once, and mail to sign and to check. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { World } from '../../../src/contract/lab/world.ts';
import type { Listening } from '../../../src/lab/around.ts';
import {
  type Checked,
  check,
  type DkimKeys,
  keysFor,
  sign,
  type ToCheck,
} from '../../../src/lab/authenticity/index.ts';
import { labResolver, type Resolver } from '../../../src/lab/dns/index.ts';
import { type Lab, lab, startDns } from '../dns/support.ts';

export interface House {
  readonly lab: Lab;
  readonly dns: Listening;
  readonly keys: DkimKeys;
  readonly resolver: Resolver;
  /** As mx1.hana.test sees it; from yuki's exchanger where nothing else is said. */
  check(message: string | Buffer, over?: Partial<ToCheck>): Promise<Checked>;
  /** The message with a signature of this domain before it. */
  signed(message: string, domain: string): Promise<Buffer>;
  close(): Promise<void>;
}

export async function startHouse(world?: World): Promise<House> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-dkim-'));
  const keys = keysFor(folder);
  const made = lab(world);
  const dns = await startDns(made, (name) => keys.recordsFor(name));
  const resolver = labResolver(made.around('mx1.hana.test'));
  return {
    lab: made,
    dns,
    keys,
    resolver,
    check: (message, over = {}) =>
      check({
        message: Buffer.from(message),
        ip: '127.44.0.21',
        helo: 'mx.minato.test',
        mailFrom: 'chiyo@yuki.test',
        resolver,
        host: 'mx1.hana.test',
        ...over,
      }),
    signed: async (message, domain) => {
      const { privateKey } = await keys.ensure(domain, 'lab');
      return Buffer.concat([
        Buffer.from(await sign(Buffer.from(message), domain, 'lab', privateKey, Date.now())),
        Buffer.from(message),
      ]);
    },
    close: async () => {
      await dns.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const mail = (from: string, body = 'Good morning.\r\n'): string =>
  [
    `From: ${from}`,
    'To: Aiko <aiko@hana.test>',
    'Subject: =?UTF-8?B?5omL57SZ?=',
    'Date: Wed, 1 Apr 2026 09:00:00 +0900',
    'Message-ID: <1@yuki.test>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ].join('\r\n');
