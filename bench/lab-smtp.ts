/** What the lab's SMTP server costs alone: mails of 5 kB by ten sessions, thrown away, beside smtp-server that does the same. One client for both, in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { run } from './process.ts';
import { median, type Report, type Row } from './report.ts';

const octets = 5000;
const sessions = 10;

const smtpServer = `
  const { SMTPServer } = require('smtp-server');
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], onData(stream, session, done) { stream.on('end', done); stream.resume(); } });
  server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));`;

export async function labSmtp(count: number, runs: number): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-bench-smtp-'));
  const server = await built(folder);
  const servers: Record<string, readonly string[]> = {
    'the lab, which discards; trace in memory': [server, 'none'],
    'the lab, which discards; trace in files': [server, 'file'],
    'smtp-server, which discards': ['-e', smtpServer],
  };
  const rows = Object.keys(servers).map((what) => ({ what, ms: [] as number[] }));
  try {
    for (let i = 0; i < runs; i++)
      for (const row of rows) row.ms.push(await handOver(servers[row.what] as readonly string[], count));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const perSecond = ({ what, ms }: { what: string; ms: number[] }): Row => ({
    what,
    ms,
    more: { 'mails/s': Math.round((count * 1000) / median(ms)) },
  });
  return {
    name: 'lab-smtp',
    title: `${count} mails of 5 kB by ${sessions} sessions, discarded`,
    rows: rows.map(perSecond),
  };
}

/** The server as it is bundled for the app, not as a test loads it. */
async function built(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, 'lab-smtp-server.ts'),
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'server.mjs' } },
    },
  });
  return path.join(outDir, 'server.mjs');
}

async function handOver(server: readonly string[], mails: number): Promise<number> {
  const root = path.join(import.meta.dirname, '..');
  const child = spawn(process.execPath, server, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  try {
    const port = await new Promise<number>((tell) =>
      child.stdout.once('data', (chunk: Buffer) => tell(Number(chunk.toString()))),
    );
    const to = ['ben@hana.test'];
    const order = { host: '127.0.0.1', port, from: 'load@bench.test', to, mails, sessions, octets };
    const client = path.join(import.meta.dirname, 'smtp-client.mjs');
    const { out } = await run(process.execPath, [client, JSON.stringify(order)]);
    const { ms, taken } = JSON.parse(out) as { ms: number; taken: number };
    if (taken !== mails) throw new Error(`${taken} of ${mails} were taken`);
    return ms;
  } finally {
    child.kill();
  }
}
