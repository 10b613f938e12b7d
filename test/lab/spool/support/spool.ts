/** A spool in a folder of its own, for users of one host. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fault, World } from '../../../../src/contract/lab/world.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import type { Mailbox, Spool } from '../../../../src/lab/spool/store.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';

export const HOST = 'mx1.hana.test';
export const AIKO = 'aiko@hana.test';
export const BEN = 'ben@hana.test';

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-lab-spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Opened {
  readonly spool: Spool;
  readonly world: World;
  readonly faults: Fault[];
}

let time = Date.UTC(2026, 10, 21, 9);

/** A second passes with each look at the clock, so that no two moments are the same. */
export async function openIn(folder: string): Promise<Opened> {
  const world = defaultWorld();
  const faults: Fault[] = [];
  const clock = { now: () => (time += 1000) };
  const spool = await openSpool(folder, {
    clock,
    world: () => world,
    host: HOST,
    faults: new Faults({ now: clock.now, faults: () => faults, told: () => {} }),
  });
  onTestFinished(() => spool.close());
  return { spool, world, faults };
}

export async function boxOf(spool: Spool, owner = AIKO, name = 'INBOX'): Promise<Mailbox> {
  const mailbox = await spool.open(owner, name);
  if (mailbox === null) throw new Error(`no mailbox ${name} of ${owner}`);
  return mailbox;
}

export const text = (subject: string): Buffer => Buffer.from(`Subject: ${subject}\r\n\r\nText of ${subject}.\r\n`);
