/** The same code, bundled as the app bundles it, in the Node of the Electron that the app runs on, with BoringSSL. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getRuntime } from '../../../scripts/lib/runtime.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-bundle-'));
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: 'test/lab/authenticity/probe.ts',
      target: 'node18',
      outDir: folder,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'probe.cjs', codeSplitting: false } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  readonly versions: Readonly<Record<string, string>>;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

async function run(program: string): Promise<Said> {
  const { stdout, stderr } = await promisify(execFile)(program, [path.join(folder, 'probe.cjs')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Said;
}

const expected = { good: ['pass', 'pass', 'pass'], bad: ['pass', 'fail', 'pass'] };

test('mail is signed and checked in Electron', async () => {
  const { executable, version } = await getRuntime({ quiet: true });
  const said = await run(executable);
  expect(said.versions['electron']).toBe(version);
  expect(said).toMatchObject(expected);
});

test('and in Node, from the same bundle', async () => {
  expect(await run(process.execPath)).toMatchObject(expected);
});
