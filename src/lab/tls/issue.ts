/** Makes certificates: X.509 v3, ECDSA on P-256, RFC 5280. */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { WorldHost } from '../../contract/lab/world.ts';

/** Both PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface Issuer {
  issue(kind: WorldHost['tls'], names: readonly string[]): Promise<Issued>;
}

type WebCrypto = typeof webcrypto;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
const YEARS = 10 * 365 * DAY;
/** A machine whose clock is behind must not find them not valid yet. */
const SLACK = 2 * DAY;

export async function makeAuthority(crypto: WebCrypto): Promise<Issued> {
  const provider = providerOf(crypto);
  const keys = await newKeys(crypto);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial(crypto),
      name: 'CN=Tegami lab authority, O=Tegami lab',
      notBefore: new Date(Date.now() - SLACK),
      notAfter: new Date(Date.now() + YEARS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, provider),
      ],
    },
    provider,
  );
  return { cert: pemOf(certificate), key: await keyPem(crypto, keys.privateKey) };
}

export async function openIssuer(crypto: WebCrypto, ca: Issued): Promise<Issuer> {
  const provider = providerOf(crypto);
  const authority = new x509.X509Certificate(ca.cert);
  const signingKey = await readKey(crypto, ca.key);
  return {
    async issue(kind, names) {
      const keys = await newKeys(crypto);
      const shown = kind === 'wrong-host' ? ['another.test'] : names;
      const over = kind === 'expired';
      const own = kind === 'self-signed';
      const certificate = await x509.X509CertificateGenerator.create(
        {
          serialNumber: serial(crypto),
          subject: `CN=${shown.find((name) => !isAddress(name)) ?? shown[0] ?? 'lab'}`,
          issuer: own ? `CN=${shown.find((name) => !isAddress(name)) ?? shown[0] ?? 'lab'}` : authority.subject,
          notBefore: new Date(Date.now() - (over ? 60 * DAY : SLACK)),
          notAfter: new Date(Date.now() + (over ? -30 * DAY : YEARS - DAY)),
          signingAlgorithm: algorithm,
          publicKey: keys.publicKey,
          signingKey: own ? keys.privateKey : signingKey,
          extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension([
              ...shown.map((value) => ({ type: isAddress(value) ? ('ip' as const) : ('dns' as const), value })),
              // isync 1.4 compares the address it dials with dNSName entries only, RFC 6125 or not.
              ...shown.filter(isAddress).map((value) => ({ type: 'dns' as const, value })),
            ]),
            await x509.AuthorityKeyIdentifierExtension.create(
              own ? keys.publicKey : authority.publicKey,
              false,
              provider,
            ),
            await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, provider),
          ],
        },
        provider,
      );
      return { cert: pemOf(certificate), key: await keyPem(crypto, keys.privateKey) };
    },
  };
}

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
// Node's Web Crypto is the DOM's, under types of its own.
const providerOf = (crypto: WebCrypto): Crypto => crypto as unknown as Crypto;
const newKeys = (crypto: WebCrypto): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as unknown as Promise<CryptoKeyPair>;
const pemOf = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

function serial(crypto: WebCrypto): string {
  const octets = Buffer.from(crypto.getRandomValues(new Uint8Array(12)));
  octets[0] = (octets[0] ?? 0) & 0x7f; // positive: RFC 5280 §4.1.2.2
  return octets.toString('hex');
}

async function keyPem(crypto: WebCrypto, key: CryptoKey): Promise<string> {
  const der = await crypto.subtle.exportKey('pkcs8', key as never);
  return x509.PemConverter.encode(der as ArrayBuffer, 'PRIVATE KEY').concat('\n');
}

function readKey(crypto: WebCrypto, pem: string): Promise<CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (der === undefined) throw new Error('the key of the lab’s authority cannot be read');
  return crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']) as unknown as Promise<CryptoKey>;
}
