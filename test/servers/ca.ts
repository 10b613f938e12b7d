/** A certificate authority of our own and server certificates, good and bad, made by openssl. Made once per process. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedFolder } from './guard.ts';

export type CertificateKind = 'good' | 'expired' | 'not-yet-valid' | 'wrong-host' | 'self-signed' | 'unknown-issuer';

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the DER form, lower-case hex, as a pin wants it. */
  readonly sha256: string;
}

export interface Authority {
  readonly folder: string;
  readonly caFile: string;
  readonly caPem: string;
  /** Good ones name `localhost` and 127.0.0.1. */
  certificate(kind?: CertificateKind): Certificate;
}

let made: Authority | undefined;

export function authority(): Authority {
  made ??= makeAuthority();
  return made;
}

function makeAuthority(): Authority {
  const folder = guardedFolder('ca');
  chmodSync(folder, 0o755);
  makeCa(folder, 'ca', 'Tegami test CA');
  const caFile = join(folder, 'ca.pem');
  const certificates = new Map<CertificateKind, Certificate>();
  return {
    folder,
    caFile,
    caPem: readFileSync(caFile, 'utf8'),
    certificate(kind = 'good') {
      const known = certificates.get(kind);
      if (known) return known;
      const fresh = makeCertificate(folder, kind);
      certificates.set(kind, fresh);
      return fresh;
    },
  };
}

function makeCa(folder: string, name: string, subject: string): void {
  openssl(
    folder,
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650'],
    ['-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${subject}`],
    ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'], // basicConstraints come from openssl's own v3_ca section
  );
}

/** `openssl ca`, since only it takes a validity in the past or the future. */
function makeCertificate(folder: string, kind: CertificateKind): Certificate {
  const names = kind === 'wrong-host' ? 'DNS:mail.elsewhere.example' : 'DNS:localhost,IP:127.0.0.1';
  const subject = kind === 'wrong-host' ? '/CN=mail.elsewhere.example' : '/CN=localhost';
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${kind}.key`];
  if (kind === 'self-signed') {
    openssl(
      folder,
      ['req', '-x509', ...key, '-days', '3650', '-out', `${kind}.pem`, '-subj', subject],
      ['-addext', `subjectAltName=${names}`],
    );
  } else {
    const ca = kind === 'unknown-issuer' ? 'stranger' : 'ca';
    if (ca === 'stranger') makeCa(folder, ca, 'An authority that nobody trusts');
    openssl(folder, ['req', '-new', ...key, '-out', `${kind}.csr`, '-subj', subject]);
    writeFileSync(join(folder, `${kind}.index`), '');
    writeFileSync(
      join(folder, `${kind}.cnf`),
      `[ca]
default_ca = here
[here]
database = ${kind}.index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
email_in_dn = no
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${names}
`,
    );
    const [from, to] = validity(kind);
    openssl(
      folder,
      ['ca', '-batch', '-notext', '-config', `${kind}.cnf`, '-extensions', 'server', '-cert', `${ca}.pem`],
      ['-keyfile', `${ca}.key`, '-in', `${kind}.csr`, '-out', `${kind}.pem`, '-startdate', from, '-enddate', to],
    );
  }
  const certFile = join(folder, `${kind}.pem`);
  const keyFile = join(folder, `${kind}.key`);
  return {
    certFile,
    keyFile,
    cert: readFileSync(certFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    sha256: openssl(folder, ['x509', '-in', `${kind}.pem`, '-noout', '-fingerprint', '-sha256'])
      .replace(/^.*=/, '')
      .replace(/[^0-9A-F]/g, '')
      .toLowerCase(),
  };
}

function validity(kind: CertificateKind): [string, string] {
  const at = (days: number): string =>
    `${new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  if (kind === 'expired') return [at(-30), at(-1)];
  if (kind === 'not-yet-valid') return [at(10), at(400)];
  return [at(-1), at(365)];
}

function openssl(folder: string, ...args: string[][]): string {
  return execFileSync('openssl', args.flat(), { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
