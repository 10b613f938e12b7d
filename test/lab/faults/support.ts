/** One lab for a whole table of faults: each comes, is suffered, and goes; and all is as it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { sensible } from '../../../src/contract/lab/sensible.ts';
import type { Fault, FaultEffect, FaultPoint, World } from '../../../src/contract/lab/world.ts';
import { startLab } from '../../../src/lab/lab.ts';
import type { Lab } from '../../../src/lab/surface.ts';
import { events, inbox, worldWith } from '../support/lab.ts';

export type Kind = FaultEffect['kind'];

/** Each kind as it is put into the world here. */
export const effects: Readonly<Record<Kind, FaultEffect>> = {
  refuse: { kind: 'refuse', code: 554, text: '5.7.1 Not today' },
  defer: { kind: 'defer', code: 451, text: '4.7.1 Not now' },
  delay: { kind: 'delay', ms: 30 },
  drop: { kind: 'drop', afterOctets: 2 },
  'dead-host': { kind: 'dead-host' },
  'bad-tls': { kind: 'bad-tls' },
  greylist: { kind: 'greylist', seconds: 300 },
  'disk-full': { kind: 'disk-full' },
  servfail: { kind: 'servfail' },
  'uidl-missing': { kind: 'uidl-missing' },
  'uidl-duplicate': { kind: 'uidl-duplicate' },
  'uidl-changed': { kind: 'uidl-changed' },
  'uidvalidity-bump': { kind: 'uidvalidity-bump' },
  'expunge-during-fetch': { kind: 'expunge-during-fetch' },
  'lying-size': { kind: 'lying-size', by: 7 },
};

/** Every sensible pair at the points that begin so. */
export const pairs = (...begin: string[]): [FaultPoint, Kind][] =>
  (Object.keys(sensible) as FaultPoint[])
    .filter((point) => begin.some((each) => point.startsWith(each)))
    .flatMap((point) => sensible[point].map((kind): [FaultPoint, Kind] => [point, kind]));

export interface Table {
  readonly lab: Lab;
  /** The world with this fault and no other. */
  strike(fault: Omit<Fault, 'id' | 'skip'>): Promise<void>;
  /** Takes it out again. */
  heal(): Promise<void>;
  /** Which faults the trace told of since the last strike. */
  told(): string[];
  /** How many mails arrived at this address since this was asked before. */
  arrived(address: string): Promise<number>;
  close(): Promise<void>;
}

export async function table(change?: (world: World) => void): Promise<Table> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-faults-test-'));
  const world = worldWith((each) => {
    each.faults = [];
    change?.(each);
  });
  const lab = await startLab({ folder, world, move: 'free', seed: false });
  const counts = new Map<string, number>();
  let since = 0;
  return {
    lab,
    async strike(fault) {
      since = lab.trace.last;
      expect(await lab.setWorld({ ...lab.world(), faults: [{ id: 'f', skip: 0, ...fault }] })).toEqual([]);
    },
    async heal() {
      expect(await lab.setWorld({ ...lab.world(), faults: [] })).toEqual([]);
    },
    told: () =>
      events(lab, 'fault')
        .filter(({ seq }) => seq > since)
        .map(({ id, point, effect }) => `${id} ${point} ${effect}`),
    async arrived(address) {
      const now = (await inbox(lab, address)).length;
      const more = now - (counts.get(address) ?? 0);
      counts.set(address, now);
      return more;
    },
    async close() {
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
