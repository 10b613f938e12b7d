/** The DKIM keys of the world's domains: made when first needed, off the main thread, and kept in files that only their owner reads. RFC 6376 §3.6.1. */
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from '../../base/durable.ts';
import { asMailError } from '../../base/errors.ts';
import type { ZoneRecord } from '../../contract/lab/world.ts';
import { OWN_KEY_BITS } from './limits.ts';

export interface DkimKey {
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** `v=DKIM1; k=rsa; p=…`, what stands in the zone. */
  readonly txt: string;
}

interface KeyRecord {
  readonly origin: string;
  readonly record: ZoneRecord;
}

export interface DkimKeys {
  /** Made now where there is none (some 100 ms, once). @throws MailError disk-full, disk-failed */
  ensure(domain: string, selector: string): Promise<DkimKey>;
  /** Those that are ready, as records of their zones. */
  records(): readonly KeyRecord[];
  /** The same; where the key of this very name is just being made, after it is ready. */
  recordsFor(name: string): readonly KeyRecord[] | Promise<readonly KeyRecord[]>;
}

export function keysFor(folder: string): DkimKeys {
  const ready = new Map<string, KeyRecord>();
  const keys = new Map<string, Promise<DkimKey>>();
  const records = (): readonly KeyRecord[] => [...ready.values()];

  return {
    records,
    recordsFor(name) {
      const making = ready.has(name) ? undefined : keys.get(name);
      return making === undefined ? records() : making.then(records, records);
    },
    ensure(domain, selector) {
      const name = keyName(domain, selector);
      const known = keys.get(name);
      if (known !== undefined) return known;
      const making = keyIn(folder, domain, selector).then(
        (key) => {
          const record: ZoneRecord = { name: `${selector}._domainkey`, type: 'TXT', ttl: 300, text: key.txt };
          ready.set(name, { origin: domain, record });
          return key;
        },
        (error: unknown) => {
          // The next one who needs it tries again.
          keys.delete(name);
          throw asMailError(error, 'lab.dkim-key');
        },
      );
      keys.set(name, making);
      // Who only wants it to be begun need not hear that it failed.
      making.catch(() => {});
      return making;
    },
  };
}

const keyName = (domain: string, selector: string): string => `${selector}._domainkey.${domain}`.toLowerCase();

async function keyIn(folder: string, domain: string, selector: string): Promise<DkimKey> {
  const file = path.join(folder, `${encodeURIComponent(keyName(domain, selector))}.pem`);
  return (await stored(file)) ?? (await made(file));
}

/** Null: there is none, or what lies there is no key. */
async function stored(file: string): Promise<DkimKey | null> {
  try {
    return keyOf(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

async function made(file: string): Promise<DkimKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: OWN_KEY_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, privateKey);
  return keyOf(privateKey);
}

function keyOf(privateKey: string): DkimKey {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, txt: `v=DKIM1; k=rsa; p=${der.toString('base64')}` };
}
