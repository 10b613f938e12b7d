/** The files of databases that were closed are given back to the system. */
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/**
 * libsql keeps a closed database open until its statements are collected, and nothing of a machine that is gone is in a hurry to be: its
 * files would take room on the disk until then, on Windows they could not even be removed, and each machine would cost three descriptors.
 */
export async function givenBack(): Promise<void> {
  collect ??= collector();
  collect();
  await turn(); // what was collected is closed in the next turn
}

function collector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    return runInNewContext('gc') as () => void;
  } catch {
    return () => {}; // an engine that does not let itself be asked collects when it likes
  }
}
