import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLayers } from '../../scripts/lib/layers.mjs';
import { root } from '../../scripts/lib/paths.mjs';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'tegami-layers-'));
  for (const name of ['src', 'main', 'renderer', 'tsconfig.json', 'package.json'])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Who may not import whom, and why it matters. Each is planted in a copy and must be found. */
const planted: [file: string, text: string, why: string][] = [
  ['src/base/p.ts', `import '../contract/table.ts';`, 'the ground imports nothing of ours'],
  ['src/contract/p.ts', `import '../vault/index.ts';`, 'the contract is plain data'],
  ['src/contract/q.ts', `import 'node:fs';`, 'a browser runs the contract'],
  ['src/message/p.ts', `import '../net/index.ts';`, 'a mail is parsed without a network'],
  ['src/net/p.ts', `import '../imap/index.ts';`, 'the wire knows no protocol'],
  ['src/imap/p.ts', `import '../vault/index.ts';`, 'a conversation stores nothing'],
  ['src/imap/q.ts', `import '../pop3/index.ts';`, 'protocols do not know each other'],
  ['src/vault/p.ts', `import type { Engine } from '../engine/index.ts';`, 'types are arrows too'],
  ['src/sync/p.ts', `import '../engine/index.ts';`, 'nothing imports upwards'],
  ['src/engine/p.ts', `import 'electron';`, 'the engine runs without Electron'],
  ['src/engine/q.ts', `import '../../main/log.ts';`, 'the engine knows no shell'],
  ['main/p.ts', `import '../src/vault/index.ts';`, 'the shell reaches the vault by the engine only'],
  ['renderer/p.ts', `import '../src/engine/index.ts';`, 'the window reaches the engine by the contract only'],
  ['renderer/q.tsx', `import '../src/message/index.ts';`, 'only the browser-safe file of message'],
  ['renderer/r.ts', `import 'electron';`, 'the window knows no Electron'],
  ['renderer/s.ts', `export const late = () => import('../main/log.ts');`, 'a late import is an import'],
  ['renderer/t.ts', `import './not-there.ts';`, 'what does not resolve was not checked'],
];

test('the tool finds every planted violation, and reads every file', async () => {
  const before = await checkLayers(copy);
  for (const [file, text] of planted) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), `${text}\n`);
  }
  writeFileSync(path.join(copy, 'src/base/c1.ts'), `import './c2.ts';\n`);
  writeFileSync(path.join(copy, 'src/base/c2.ts'), `import './c1.ts';\n`);

  const { files, checked, violations } = await checkLayers(copy);
  const found = (file: string): boolean => violations.some((line) => line.startsWith(`${file} -> `));
  expect(planted.filter(([file]) => !found(file))).toEqual([]);
  expect(violations.some((line) => line.includes('c1.ts') && line.endsWith('no circles'))).toBe(true);
  expect(checked).toBe(files);
  expect(files).toBe(before.files + planted.length + 2);
  expect(before.checked).toBeGreaterThan(150);
});
