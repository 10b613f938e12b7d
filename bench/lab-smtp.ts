/** What the lab's SMTP server costs alone: mails of 5 kB by ten sessions, thrown away, beside smtp-server that does the same. One client for both, in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { median, type Report, type Row } from './report.ts';
import { discarding, handOver, sessions, withServer } from './smtp-load.ts';

export async function labSmtp(count: number, runs: number): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-bench-smtp-'));
  const server = await built(folder);
  const servers: Record<string, readonly string[]> = {
    'the lab, which discards; trace in memory': [server, 'none'],
    'the lab, which discards; trace in files': [server, 'file'],
    'smtp-server, which discards': [discarding],
  };
  const rows = Object.keys(servers).map((what) => ({ what, ms: [] as number[] }));
  try {
    for (let i = 0; i < runs; i++)
      for (const row of rows)
        row.ms.push(
          await withServer(servers[row.what] ?? [], (port) =>
            handOver({ host: '127.0.0.1', port, to: ['ben@hana.test'], mails: count }),
          ),
        );
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
