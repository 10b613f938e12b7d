import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMessage, parserPool } from '../../src/message/index.ts';
import { mails } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'tegami-pool-'));
const worker = join(folder, 'out', 'parse-worker.cjs');
const file = join(folder, 'mail.eml');
const nested = mails().find(({ name }) => name === 'nested-message')?.bytes as Buffer;

/** A worker that does what `body` says with each job. */
function badWorker(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `const { parentPort } = require('node:worker_threads'); parentPort.on('message', (job) => { ${body} });`,
  );
  return path;
}

beforeAll(async () => {
  writeFileSync(file, nested);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'src/message/parse-worker.ts',
      target: 'node18',
      outDir: join(folder, 'out'),
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'parse-worker.cjs' } },
    },
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a mail parsed in a worker is the mail parsed in process, as plain data', async () => {
  const inWorker = parserPool({ workerFile: worker });
  const inProcess = parserPool();
  try {
    const one = await inWorker.parse(file);
    expect(one).toEqual(await inProcess.parse(file));
    expect(structuredClone(one)).toEqual(one);
    expect(one.subject).toBe(parseMessage(nested).subject);
  } finally {
    await Promise.all([inWorker.close(), inProcess.close()]);
  }
});

test('what is filed of a mail is the same as what a reader gets, without the texts', async () => {
  const pool = parserPool({ workerFile: worker, size: 1 });
  try {
    const { headers: _headers, parts, textParts: _texts, ...filed } = await pool.parse(file);
    expect(parts.length).toBeGreaterThan(0);
    expect(await pool.outline(file)).toEqual({ ...filed, headers: [], parts: [], textParts: [] });
  } finally {
    await pool.close();
  }
});

test('a part is written to a file, text as UTF-8, and only its size crosses', async () => {
  const pool = parserPool({ workerFile: worker, size: 1 });
  const out = join(folder, 'part');
  try {
    expect(await pool.extractPart(file, '2.2', out)).toEqual({ size: 19, type: 'application/pdf' });
    expect(readFileSync(out, 'latin1')).toBe('%PDF-1.4 not really');
    const japanese = join(folder, 'jis.eml');
    writeFileSync(
      japanese,
      Buffer.from('Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$BF|K\\\x1b(B', 'latin1'),
    );
    expect(await pool.extractPart(japanese, '1', out)).toEqual({ size: 6, type: 'text/plain' });
    expect(readFileSync(out, 'utf8')).toBe('日本');
    await expect(pool.extractPart(file, '9', out)).rejects.toMatchObject({ reason: 'not-found', said: '9' });
    await expect(pool.parse(join(folder, 'none'))).rejects.toMatchObject({ reason: 'not-found' });
  } finally {
    await pool.close();
  }
});

test('a mail on which the parser hangs is given as broken, and the next one is parsed', async () => {
  const hangs = badWorker(
    'hangs.cjs',
    "if (job.do === 'parse' && job.file.endsWith('bad')) for (;;); parentPort.postMessage({ did: 'parse', message: { subject: job.do, problems: [] } });",
  );
  const pool = parserPool({ workerFile: hangs, size: 1, timeMs: 300 });
  try {
    const [bad, good] = await Promise.all([pool.parse('bad'), pool.parse('good')]);
    expect(bad).toMatchObject({
      subject: 'parse-header',
      problems: [{ code: 'broken-structure', detail: 'parser hung' }],
    });
    expect(good.subject).toBe('parse');
  } finally {
    await pool.close();
  }
});

test('a mail on which the parser dies is given as broken, even if nothing of it can be read', async () => {
  for (const body of ['process.exit(3);', "throw new Error('x');", "setImmediate(() => { throw new Error('x') });"]) {
    const pool = parserPool({ workerFile: badWorker('dies.cjs', body), size: 2 });
    try {
      const message = await pool.parse(file);
      expect(message).toMatchObject({ subject: '', parts: [{ part: '1' }], problems: [{ detail: 'parser died' }] });
      await expect(pool.extractPart(file, '1', join(folder, 'x'))).rejects.toMatchObject({ reason: 'unexpected' });
    } finally {
      await pool.close();
    }
  }
});

test('closing rejects what waits and what runs, as cancelled', async () => {
  const pool = parserPool({ workerFile: badWorker('never.cjs', ''), size: 1 });
  const waiting = [pool.parse('a'), pool.parse('b')].map((p) =>
    expect(p).rejects.toMatchObject({ reason: 'cancelled' }),
  );
  await pool.close();
  await Promise.all(waiting);
  await expect(pool.parse('c')).rejects.toMatchObject({ reason: 'cancelled' });
});

test('ten thousand small mails go through the workers', { timeout: 120_000 }, async () => {
  const pool = parserPool({ workerFile: worker });
  const from = performance.now();
  try {
    const found = await Promise.all(Array.from({ length: 10_000 }, () => pool.parse(file)));
    expect(found.every((m) => m.subject === 'Fwd: 議事録')).toBe(true);
  } finally {
    await pool.close();
  }
  console.info(`10,000 mails in workers: ${(performance.now() - from).toFixed(0)} ms`);
});
