// npm run lock: completes package-lock.json after `npm install` against a registry that lacks packages for other systems.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingEntries } from './lib/lock-file.mjs';
import { root } from './lib/paths.mjs';
import { say } from './lib/say.mjs';

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingEntries(lock);
for (const { place, entry } of missing) lock.packages[place] = entry;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
say(missing.length === 0 ? 'the lock file is complete' : `added ${missing.length} packages for other systems`);
