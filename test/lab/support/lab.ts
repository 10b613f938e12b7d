/** A whole lab in a folder of its own, at addresses of its own, gone with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { TraceEvent, TraceKind } from '../../../src/contract/lab/trace.ts';
import type { World } from '../../../src/contract/lab/world.ts';
import { type LabOptions, startLab } from '../../../src/lab/lab.ts';
import type { Lab } from '../../../src/lab/surface.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';

export function labFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-lab-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The default world, changed; its clock stands still unless the change says otherwise. */
export function worldWith(change: (world: World) => void = () => {}): World {
  const world = defaultWorld();
  world.clock = { mode: 'manual', rate: 1, start: Date.UTC(2026, 10, 21, 9, 0, 0) };
  change(world);
  return world;
}

export async function labWith(o: Partial<LabOptions> = {}): Promise<Lab> {
  const lab = await startLab({ folder: labFolder(), world: worldWith(), move: 'free', seed: false, ...o });
  onTestFinished(() => lab.close());
  return lab;
}

type Of<K extends TraceKind> = Extract<TraceEvent, { kind: K }>;

export function events<K extends TraceKind>(lab: Lab, kind: K): Of<K>[] {
  return lab.trace.since(0).filter((event): event is Of<K> => event.kind === kind);
}

/** Whole messages of a user's inbox, oldest first. */
export async function inbox(lab: Lab, address: string): Promise<string[]> {
  const user = lab.status().users.find((each) => each.address === address);
  const mailbox = await lab.spoolOf(user?.host ?? '')?.open(address, 'INBOX');
  if (mailbox === null || mailbox === undefined) return [];
  return Promise.all(mailbox.messages.map(async ({ uid }) => (await mailbox.read(uid)).toString('utf8')));
}
