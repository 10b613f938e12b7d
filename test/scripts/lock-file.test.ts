import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingEntries, systemOf } from '../../scripts/lib/lock-file.mjs';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

test('the lock file names every optional package, so that npm ci takes it on every system (npm run lock completes it)', () => {
  expect(missingEntries(lock).map(({ place }) => place)).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => 'resolved' in (entry as object))).toEqual([]);
});

test('what is wanted and not locked is found where Node would look for it, with the system that its name says', () => {
  const found = missingEntries({
    packages: {
      '': {},
      'node_modules/a': {
        dev: true,
        optionalDependencies: { '@x/binding-linux-arm64-musl': '1.2.3', there: '1.0.0', inner: '1.0.0' },
      },
      'node_modules/there': {},
      'node_modules/a/node_modules/inner': {},
    },
  });
  expect(found).toEqual([
    {
      place: 'node_modules/@x/binding-linux-arm64-musl',
      entry: { version: '1.2.3', dev: true, optional: true, os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
    },
  ]);
  expect(systemOf('@x/oxide-win32-x64-msvc')).toEqual({ os: ['win32'], cpu: ['x64'] });
  expect(systemOf('fsevents')).toEqual({});
});
