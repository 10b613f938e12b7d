/** What several commands are told about servers in the same words. */
import { readFile } from 'node:fs/promises';
import type { Pin, Trust } from '../contract/account.ts';
import { type Given, text, UsageError } from './command.ts';

export const securities = ['implicit', 'starttls', 'none'] as const;

/** `--ca`, `--trust`: the certificate is that of any of these hosts. @throws UsageError */
export async function trustOf(given: Given, hosts: readonly string[]): Promise<Trust> {
  if (text(given, 'ca') !== undefined && text(given, 'trust') !== undefined)
    throw new UsageError((w) => w.notTogether('--ca', '--trust'));
  return { ca: await caOf(text(given, 'ca')), pins: pinsOf(text(given, 'trust'), hosts) };
}

async function caOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const pem = await readFile(file, 'utf8').catch((thrown: Error) => {
    throw new UsageError((w) => w.noUse('--ca', thrown.message));
  });
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UsageError((w) => w.noPem(file));
  return pem;
}

function pinsOf(word: string | undefined, hosts: readonly string[]): Pin[] {
  if (word === undefined) return [];
  const sha256 = /^sha256\/([0-9a-fA-F:]+)$/.exec(word)?.[1]?.replace(/:/g, '').toLowerCase();
  if (sha256?.length !== 64) throw new UsageError((w) => w.noFingerprint());
  return [...new Set(hosts)].map((host) => ({ host, sha256 }));
}
