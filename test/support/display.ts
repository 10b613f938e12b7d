/** A screen for end-to-end tests where there is none: one Xvfb for the whole test process, ended with it. */
import { type ChildProcess, spawn } from 'node:child_process';

let started: Promise<string> | null = null;

/** The name of a display, as `:12`. @throws Error where there is none and none can be made */
export function displayForTests(): Promise<string> {
  const given = process.env['DISPLAY'];
  if (given !== undefined && given !== '') return Promise.resolve(given);
  started ??= startXvfb();
  return started;
}

function startXvfb(): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'];
    const xvfb: ChildProcess = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    process.once('exit', () => xvfb.kill());
    xvfb.once('error', () => reject(new Error('no display, and Xvfb is not installed: apt-get install xvfb')));
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    let said = '';
    (xvfb.stdio[3] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.endsWith('\n')) resolve(`:${said.trim()}`);
    });
    xvfb.unref();
  });
}
