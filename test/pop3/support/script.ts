/** A POP3 conversation as text, and a server that plays its S: lines. See test/transcripts/README.md. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';

export type Step = { say: Buffer } | { hear: string } | { end: 'close' | 'reset' | 'silence' };

export interface Script {
  readonly title: string;
  /** What the client does after openPop3, as `uidl`, `retr 1 2`. */
  readonly calls: readonly string[];
  /** What the last call gives, as JSON; absent where an error is expected. */
  readonly gives?: string;
  /** `at reason`, and what else the error has, as JSON. */
  readonly error?: { at: string; reason: string; more: Record<string, unknown> };
  readonly login: readonly [user: string, password: string];
  readonly security: 'none' | 'starttls';
  readonly steps: readonly Step[];
}

export function readScript(file: string): Script {
  const head = new Map<string, string>();
  const steps: Step[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const found = /^(title|do|gives|error|login|security|S|SLF|S-|C|\*): ?(.*)$/.exec(line);
    if (!found) {
      if (line.trim() && !line.startsWith('#')) throw new Error(`${file}: what is "${line}"?`);
      continue;
    }
    const [, word = '', rest = ''] = found;
    if (word === 'S') steps.push({ say: bytes(`${rest}\r\n`) });
    else if (word === 'SLF') steps.push({ say: bytes(`${rest}\n`) });
    else if (word === 'S-') steps.push({ say: bytes(rest) });
    else if (word === 'C') steps.push({ hear: rest });
    else if (word === '*') steps.push({ end: rest as 'close' });
    else head.set(word, rest);
  }
  const [at = '', reason = '', ...more] = head.get('error')?.split(' ') ?? [];
  const gives = head.get('gives');
  return {
    title: head.get('title') ?? file,
    calls: (head.get('do') ?? '').split(/\s*;\s*/).filter(Boolean),
    ...(gives === undefined ? {} : { gives }),
    ...(at ? { error: { at, reason, more: more.length > 0 ? JSON.parse(more.join(' ')) : {} } } : {}),
    login: (head.get('login') ?? 'alice secret').split(' ', 2) as [string, string],
    security: (head.get('security') ?? 'none') as 'none',
    steps,
  };
}

/** `\x00` is an octet, `\{A*9000}` is nine thousand of them; the rest is UTF-8. */
function bytes(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-f]{2}|\\\{.\*\d+\})/i).map((part) => {
    const many = /^\\\{(.)\*(\d+)\}$/.exec(part);
    if (many) return Buffer.from((many[1] as string).repeat(Number(many[2])));
    return /^\\x[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part);
  });
  return Buffer.concat(parts);
}

export interface Played {
  readonly port: number;
  /** Commands in the order in which they came. */
  readonly heard: string[];
  /** Where client and script disagreed. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** @param pieces `glued`: as much as can be said at once; `bytes`: one octet in each write */
export async function play(steps: readonly Step[], pieces: 'glued' | 'bytes'): Promise<Played> {
  const heard: string[] = [];
  const faults: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    follow(socket, steps, pieces, heard, faults).catch((error) => faults.push(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    heard,
    faults,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function follow(
  socket: Socket,
  steps: readonly Step[],
  pieces: 'glued' | 'bytes',
  heard: string[],
  faults: string[],
): Promise<void> {
  const lines = linesOf(socket);
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step;
    if ('hear' in step) {
      const line = await lines();
      if (line === null) return;
      heard.push(line);
      if (line !== step.hear) faults.push(`expected "${step.hear}", heard "${line}"`);
    } else if ('say' in step) {
      const run = [step.say];
      for (let next = steps[i + 1]; next && 'say' in next; next = steps[++i + 1]) run.push(next.say);
      await say(socket, Buffer.concat(run), pieces);
    } else if (step.end === 'close') return void socket.end();
    else if (step.end === 'reset') return void socket.resetAndDestroy();
    else return;
  }
  socket.end();
}

async function say(socket: Socket, words: Buffer, pieces: 'glued' | 'bytes'): Promise<void> {
  if (pieces === 'glued') return void socket.write(words);
  for (let i = 0; i < words.length && !socket.destroyed; i++) {
    socket.write(words.subarray(i, i + 1));
    await new Promise<void>((next) => setImmediate(next));
  }
}

function linesOf(socket: Socket): () => Promise<string | null> {
  let buffer = '';
  let over = false;
  let wake = () => {};
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    buffer += text;
    wake();
  });
  socket.on('close', () => {
    over = true;
    wake();
  });
  return async () => {
    for (;;) {
      const end = buffer.indexOf('\r\n');
      if (end >= 0) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return line;
      }
      if (over) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
