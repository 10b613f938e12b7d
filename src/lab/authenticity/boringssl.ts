/**
 * BoringSSL, which is in Electron, knows the digest of an RSA signature as `sha256` only, while mailauth asks for `rsa-sha256` as DKIM
 * writes it and as OpenSSL takes it. Where it is refused, the prefix is taken away. Imported before mailauth; does nothing under Node.
 */
import crypto from 'node:crypto';

const plain = <T>(algorithm: T): T | string =>
  typeof algorithm === 'string' ? algorithm.replace(/^rsa-(?=sha\d+$)/i, '') : algorithm;

function refuses(): boolean {
  try {
    crypto.createSign('rsa-sha256');
    return false;
  } catch {
    return true;
  }
}

if (refuses()) {
  const { sign, verify } = crypto;
  const mended = {
    sign: (...[algorithm, ...more]: Parameters<typeof sign>) => sign(plain(algorithm), ...more),
    verify: (...[algorithm, ...more]: Parameters<typeof verify>) => verify(plain(algorithm), ...more),
  };
  Object.assign(crypto, mended);
}
