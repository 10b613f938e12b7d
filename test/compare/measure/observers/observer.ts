/** Programs of their own that count octets: what they say is held against what we say. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Counted {
  /** Towards the server. */
  readonly up: number;
  readonly down: number;
  readonly connections: number;
  /** Connections, or halves of one, that did not end yet: their octets may not be known. */
  readonly open: number;
}

interface Program {
  /** Its first line. */
  readonly said: string;
  ask(line: string): Promise<Counted>;
}

async function run(name: string, args: readonly string[]): Promise<Program> {
  const file = path.join(import.meta.dirname, name);
  const child: ChildProcess = spawn('python3', [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill();
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${name} ended`);
    return value as string;
  };
  return {
    said: await next(),
    async ask(line) {
      stdin.write(`${line}\n`);
      return JSON.parse(await next()) as Counted;
    },
  };
}

export interface CountingProxy {
  /** In the order of the servers; at the same host. */
  readonly ports: readonly number[];
  counted(): Promise<Counted>;
}

export async function startProxy(servers: readonly { host: string; port: number }[]): Promise<CountingProxy> {
  const program = await run(
    'proxy.py',
    servers.map(({ host, port }) => `${host}:${port}`),
  );
  return { ports: JSON.parse(program.said) as number[], counted: () => program.ask('') };
}

export interface PacketCounter {
  /** All connections to these ports since it was started. */
  counted(ports: readonly number[]): Promise<Counted>;
}

export async function startPackets(): Promise<PacketCounter> {
  const program = await run('packets.py', []);
  return { counted: (ports) => program.ask(JSON.stringify(ports)) };
}

let allowed: boolean | null = null;

/** Whether the system lets us hear packets. */
export function mayHearPackets(): boolean {
  const open = 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0).close()';
  allowed ??= spawnSync('python3', ['-c', open], { stdio: 'ignore' }).status === 0;
  return allowed;
}
