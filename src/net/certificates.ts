/** The one certificate policy: which authorities are believed, what a pin means, and how each fault is called. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import { domainToASCII } from 'node:url';
import { MailError, type Reason } from '../base/errors.ts';
import type { Trust } from './types.ts';

/** Where systems keep their authorities in one file: Debian and Arch, Fedora, openSUSE, macOS and the BSDs. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * For whoever opens TLS without openWire: verifies against the system's authorities and the account's own.
 * Pins have no say here: accepting a certificate with faults because it is pinned is left to openWire.
 * @throws MailError `bad-value` where `trust.ca` is not PEM
 */
export function tlsOptions(host: string, trust: Trust): tls.ConnectionOptions {
  return {
    host,
    // RFC 6066 §3: literal addresses are not permitted as a server name.
    ...(isIP(host) ? {} : { servername: bare(host) }),
    secureContext: contextFor(trust.ca),
    rejectUnauthorized: true,
    // The name that the user gave is what counts, whatever else the library was told.
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(bare(host), certificate),
  };
}

/**
 * Judges the certificate of a finished handshake (made with rejectUnauthorized: false).
 * @returns its fingerprint
 * @throws MailError certificate-expired, -not-yet-valid, -self-signed, -unknown-issuer, -wrong-host, -changed with facts
 *   { sha256, subject, issuer, names, validFrom, validTo, host, fault }
 */
export function verify(socket: tls.TLSSocket, host: string, trust: Trust, peer: string): string {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate)
    throw new MailError({ kind: 'untrusted', at: 'tls.verify', reason: 'tls-failed', advice: 'check-security', peer });
  const sha256 = fingerprint(certificate);
  const pins = trust.pins.filter((pin) => bare(pin.host) === bare(host));
  if (pins.some((pin) => pin.sha256 === sha256)) return sha256;
  if (socket.authorized) return sha256;

  const fault = faultOf(socket);
  throw new MailError({
    kind: 'untrusted',
    at: 'tls.verify',
    reason: pins.length > 0 ? 'certificate-changed' : (reasonOf[fault] ?? 'certificate-unknown-issuer'),
    advice: 'check-certificate',
    peer,
    said: fault,
    facts: { ...describe(certificate), host, fault },
  });
}

const reasonOf: Readonly<Record<string, Reason>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-host',
  HOSTNAME_MISMATCH: 'certificate-wrong-host',
};

/** Node's types say Error, Node gives the code as a string. */
function faultOf(socket: tls.TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (typeof error === 'string') return error;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'UNKNOWN';
}

/** SHA-256 of the DER form, lower-case hex. */
function fingerprint(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** What the user is shown before a pin is made. */
function describe(certificate: X509Certificate): Record<string, string> {
  return {
    sha256: fingerprint(certificate),
    subject: line(certificate.subject),
    issuer: line(certificate.issuer),
    names: line(certificate.subjectAltName ?? '').replace(/\b(DNS|IP Address|email|URI):/g, ''),
    validFrom: isoDate(certificate.validFrom),
    validTo: isoDate(certificate.validTo),
  };
}

function line(name: string): string {
  return (name ?? '')
    .trim()
    .replace(/\s*\n\s*/g, ', ')
    .slice(0, 500);
}

function isoDate(date: string): string {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString();
}

/** As certificates spell it: lower case, ASCII (RFC 5890), no dot at the end. */
function bare(host: string): string {
  const name = host.replace(/\.$/, '').toLowerCase();
  return isIP(name) ? name : domainToASCII(name) || name;
}

// Reading some 150 authorities costs 10 ms and more, so a context is made once for each set of them.
const contexts = new Map<string, tls.SecureContext>();

function contextFor(ca: string | undefined): tls.SecureContext {
  const known = contexts.get(ca ?? '');
  if (known) return known;
  try {
    // OpenSSL skips in silence what it cannot read; the user should know.
    if (ca !== undefined) for (const pem of certificatesIn(ca)) new X509Certificate(pem);
    const context = tls.createSecureContext({
      ca: [...systemAuthorities(), ...certificatesIn(ca)],
      minVersion: 'TLSv1.2',
    });
    contexts.set(ca ?? '', context);
    return context;
  } catch (thrown) {
    throw notPem(thrown);
  }
}

function certificatesIn(ca: string | undefined): readonly string[] {
  if (ca === undefined || ca.trim() === '') return [];
  const found = blocks(ca);
  if (found.length === 0) throw notPem();
  return found;
}

function blocks(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function notPem(cause?: unknown): MailError {
  return new MailError({ kind: 'bad-input', at: 'tls.ca', reason: 'bad-value', advice: 'check-input' }, cause);
}

let authorities: readonly string[] | undefined;

/** Mozilla's list that Node carries, and what the system's administrator trusts beside. */
function systemAuthorities(): readonly string[] {
  authorities ??= [...new Set([...tls.rootCertificates, ...bundles.flatMap(readBundle)].map((pem) => pem.trim()))];
  return authorities;
}

function readBundle(file: string): readonly string[] {
  try {
    return blocks(readFileSync(file, 'latin1'));
  } catch {
    return [];
  }
}
