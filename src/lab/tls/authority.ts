/**
 * The lab's own certificate authority, kept in a folder, and a certificate for each host: a good one, or a bad one of the kind that the world asks for.
 * Whoever wants to trust the lab trusts `ca.pem`, and nothing else trusts it.
 */
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { WorldHost } from '../../contract/lab/world.ts';
import type { Issued, Issuer } from './issue.ts';

const A_MONTH = 30 * 86_400_000;
const A_YEAR = 365 * 86_400_000;

export interface Authority {
  /** Certificate of the authority, PEM. */
  readonly caPem: string;
  readonly caFile: string;
  /** What the host shows; null where it has no TLS. The same as long as nothing about it changes. */
  contextFor(host: WorldHost, addresses: readonly string[]): Promise<SecureContext | null>;
}

export async function labAuthority(folder: string): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Making certificates takes a library of half a megabyte; reading kept ones does not.
  let issuer: Promise<Issuer> | null = null;
  const making = (): Promise<Issuer> => {
    issuer ??= import('./issue.ts').then(({ openIssuer }) => openIssuer(webcrypto, ca));
    return issuer;
  };
  const ca = await kept(path.join(folder, 'ca'), async () => (await import('./issue.ts')).makeAuthority(webcrypto));
  const contexts = new Map<string, Promise<SecureContext>>();

  return {
    caPem: ca.cert,
    caFile: path.join(folder, 'ca.pem'),
    async contextFor(host, addresses) {
      if (host.tls === 'none') return null;
      const names = [host.name, ...addresses].sort();
      const key = `${host.tls}.${names.join('+')}`;
      const made =
        contexts.get(key) ??
        kept(path.join(folder, fileName(key)), async () => (await making()).issue(host.tls, names)).then(
          ({ cert, key: secret }) => createSecureContext({ cert, key: secret, minVersion: 'TLSv1.2' }),
        );
      contexts.set(key, made);
      return made;
    },
  };
}

/** As it lies on disk; made and written where it does not yet. */
async function kept(base: string, make: () => Promise<Issued>): Promise<Issued> {
  try {
    const [cert, key] = await Promise.all([readFile(`${base}.pem`, 'utf8'), readFile(`${base}.key`, 'utf8')]);
    if (!endsSoon(cert)) return { cert, key };
  } catch {
    // not made yet, or half written: made anew
  }
  const issued = await make();
  await whole(`${base}.key`, issued.key);
  await whole(`${base}.pem`, issued.cert);
  return issued;
}

async function whole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, file);
}

/** A folder may be kept for years. What was made to be over is left as it is. */
function endsSoon(cert: string): boolean {
  const { validFrom, validTo } = new X509Certificate(cert);
  return Date.parse(validTo) > Date.parse(validFrom) + A_YEAR && Date.parse(validTo) < Date.now() + A_MONTH;
}

const fileName = (key: string): string => key.replace(/[^a-z0-9.+-]/g, '_').slice(0, 120);
