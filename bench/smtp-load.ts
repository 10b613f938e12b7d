/** Mail of 5 kB by ten sessions, from a client in a process of its own, into a server in another. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { run } from './process.ts';

export const sessions = 10;
const octets = 5000;
const client = path.join(import.meta.dirname, 'smtp-client.mjs');
/** smtp-server, which throws everything away. */
export const discarding = path.join(import.meta.dirname, 'discarding.mjs');

/** Ms from the first connection to the last 250. @throws Error where not all were taken. */
export async function handOver(o: {
  host: string;
  port: number;
  to: readonly string[];
  mails: number;
}): Promise<number> {
  const order = { ...o, from: 'load@bench.test', sessions, octets };
  const { out } = await run(process.execPath, [client, JSON.stringify(order)]);
  const { ms, taken } = JSON.parse(out) as { ms: number; taken: number };
  if (taken !== o.mails) throw new Error(`${taken} of ${o.mails} were taken`);
  return ms;
}

/** A Node program that prints its port, while `meanwhile` is under way. */
export async function withServer<T>(program: readonly string[], meanwhile: (port: number) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise<number>((tell) =>
      child.stdout.once('data', (chunk: Buffer) => tell(Number(chunk.toString()))),
    );
    return await meanwhile(port);
  } finally {
    child.kill();
  }
}
