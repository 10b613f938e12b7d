// Builds the targets that are out of date. Each is built beside its place and moved in, so that a running program never
// reads half a file.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printOf, readStamp } from './fresh.mjs';
import { locked } from './lock.mjs';
import { dist } from './paths.mjs';
import { Told } from './say.mjs';
import { present } from './targets.mjs';

/** @param {import('./targets.mjs').Target} target */
const stampOf = (target) => path.join(dist, '.stamps', target.name);

/** @param {import('./targets.mjs').Target} target */
export function isFresh(target) {
  return existsSync(path.join(dist, target.out)) && readStamp(stampOf(target)) === printOf(target.inputs);
}

/**
 * @param {{ only?: readonly string[], say: (line: string) => void, force?: boolean }} o
 * @returns {Promise<string[]>} names of what was built
 */
export async function build({ only, say, force = false }) {
  const stale = () => present(only).filter((target) => force || !isFresh(target));
  if (stale().length === 0) return [];
  return locked(path.join(dist, '.lock'), async () => {
    const built = [];
    for (const target of stale()) {
      const began = performance.now();
      await buildOne(target);
      say(`built ${target.name} in ${Math.round(performance.now() - began)} ms`);
      built.push(target.name);
    }
    return built;
  });
}

/** @param {import('./targets.mjs').Target} target */
async function buildOne(target) {
  const print = printOf(target.inputs); // before: a change while building means building again
  const vite = await import('vite');
  const beside = path.join(dist, '.new', target.name);
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  try {
    await vite.build(await target.config({ outDir: beside }));
  } catch (error) {
    throw new Told(`${target.name} does not build: ${error instanceof Error ? error.message : String(error)}`);
  }
  moveIn(beside, path.join(dist, target.out));
  mkdirSync(path.dirname(stampOf(target)), { recursive: true });
  writeFileSync(stampOf(target), `${print}\n`);
}

/** @param {string} beside @param {string} place a folder, or a file whose folder is shared with other targets */
function moveIn(beside, place) {
  if (path.extname(place) === '.cjs') {
    mkdirSync(path.dirname(place), { recursive: true });
    for (const name of readdirSync(beside)) renameSync(path.join(beside, name), path.join(path.dirname(place), name));
    return;
  }
  const old = `${place}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, old);
  try {
    renameSync(beside, place);
  } catch {
    cpSync(beside, place, { recursive: true });
  }
  rmSync(old, { recursive: true, force: true });
}
