/** What a machine did, and how long it really took, in ms. */
import type { Did } from '../machine/machine.ts';
import type { Acted } from './outcome.ts';

export async function timed(work: () => Promise<Did>): Promise<Acted> {
  const began = performance.now();
  const result = await work();
  return { did: result, ms: performance.now() - began };
}
