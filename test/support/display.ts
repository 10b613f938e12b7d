/** A screen for end-to-end tests where there is none: one Xvfb for the whole test process, ended with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

let started: Promise<string> | null = null;

/** The name of a display, as `:12`. @throws Error where there is none and none can be made */
export function displayForTests(): Promise<string> {
  const given = process.env['DISPLAY'];
  if (given !== undefined && given !== '') return Promise.resolve(given);
  started ??= startXvfb();
  return started;
}

/** The shell between ends it when this process is gone, however that ended: then its input ends. */
const GUARD = 'Xvfb -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp & cat > /dev/null; kill $!';

function startXvfb(): Promise<string> {
  return new Promise((resolve, reject) => {
    const guard: ChildProcess = spawn('sh', ['-c', GUARD], { stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
    const none = new Error('no display, and Xvfb does not start: apt-get install xvfb');
    guard.once('error', () => reject(none));
    const said = guard.stdio[3] as Readable;
    let name = '';
    said.on('data', (chunk: Buffer) => {
      name += chunk.toString();
      if (name.endsWith('\n')) resolve(`:${name.trim()}`);
    });
    said.once('end', () => reject(none));
    for (const stream of [guard, guard.stdin as Socket, said as Socket]) stream.unref();
  });
}
