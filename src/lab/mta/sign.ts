/** DKIM (RFC 6376): what leaves a submission server is signed in its domain's name. */
import { sign } from '../authenticity/sign.ts';
import type { MtaParts } from './parts.ts';
import { domainNamed } from './route.ts';

/** The DKIM-Signature field; empty where the domain has no selector. A mail that cannot be signed goes unsigned. */
export async function signed(
  { around, keys }: MtaParts,
  domain: string,
  header: Buffer,
  body: () => Promise<Buffer>,
): Promise<Buffer> {
  const selector = domainNamed(around.world(), domain)?.dkim ?? null;
  if (selector === null || keys === null) return Buffer.alloc(0);
  try {
    const { privateKey } = await keys.ensure(domain, selector);
    const message = Buffer.concat([header, await body()]);
    return Buffer.from(await sign(message, domain, selector, privateKey, around.clock.now()));
  } catch {
    return Buffer.alloc(0);
  }
}
