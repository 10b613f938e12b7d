// node scripts/shot.mjs FILE.png [--lang=ja] [--theme=dark] [--size=1280x800] [--profile=DIR]: builds what changed and writes
// what the window shows. Without --profile it is a fresh one, thrown away afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { startApp } from './lib/electron.mjs';
import { getRuntime } from './lib/runtime.mjs';
import { runMain, say, Told } from './lib/say.mjs';
import { appTargets } from './lib/targets.mjs';

await runMain(async () => {
  const file = process.argv.slice(2).find((word) => !word.startsWith('-'));
  if (file === undefined)
    throw new Told(
      'usage: node scripts/shot.mjs FILE.png [--lang=ja] [--theme=dark] [--size=1280x800] [--profile=DIR]',
    );
  const flags = process.argv.slice(2).filter((word) => word.startsWith('-'));
  await build({ only: appTargets, say });
  const runtime = await getRuntime({ quiet: true });
  const fresh = mkdtempSync(path.join(os.tmpdir(), 'tegami-shot-'));
  try {
    const profile = flags.some((flag) => flag.startsWith('--profile=')) ? [] : [`--profile=${fresh}`];
    const size = flags.some((flag) => flag.startsWith('--size=')) ? [] : ['--size=1280x800'];
    return await startApp(runtime, [`--screenshot=${path.resolve(file)}`, ...profile, ...size, ...flags]);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
});
