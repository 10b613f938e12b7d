import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import type { WorldHost } from '../../../src/contract/lab/world.ts';
import { labAuthority } from '../../../src/lab/tls/authority.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-authority-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const host = (kind: WorldHost['tls']): WorldHost => ({
  name: 'mx1.hana.test',
  address: '127.44.0.11',
  roles: ['mx'],
  tls: kind,
  at: { x: 0, y: 0 },
  relayFor: [],
});

/** What a client that trusts the lab's authority alone says of a host. */
async function shakeHands(kind: WorldHost['tls'], servername = 'mx1.hana.test'): Promise<string> {
  const authority = await labAuthority(folder);
  const context = await authority.contextFor(host(kind), ['127.44.0.11']);
  if (context === null) throw new Error('no TLS');
  const server = tls.createServer({
    SNICallback: (_name: string, done: (error: Error | null, shown?: tls.SecureContext) => void) => done(null, context),
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  try {
    return await new Promise<string>((done) => {
      const socket = tls.connect({ host: '127.0.0.1', port, servername, ca: authority.caPem }, () => {
        done('trusted');
        socket.destroy();
      });
      socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
  } finally {
    server.close();
  }
}

test.each([
  ['good', 'trusted'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
] as const)('a client that trusts the lab finds the certificate of a host with tls “%s” %s', async (kind, verdict) => {
  expect(await shakeHands(kind)).toBe(verdict);
});

test('openssl verifies what was issued, for the name and for the address', async () => {
  const { caFile } = await labAuthority(folder);
  await (await labAuthority(folder)).contextFor(host('good'), ['127.44.0.11']);
  const file = path.join(folder, readdirSync(folder).find((name) => /^good.*\.pem$/.test(name)) ?? '');
  for (const extra of [
    ['-verify_hostname', 'mx1.hana.test'],
    ['-verify_ip', '127.44.0.11'],
  ])
    expect(
      execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', caFile, ...extra, file], { encoding: 'utf8' }),
    ).toContain('OK');
});

test('the authority stays the same over a restart, and nobody else may read its key', async () => {
  const before = (await labAuthority(folder)).caPem;
  expect((await labAuthority(folder)).caPem).toBe(before);
  expect(readFileSync(path.join(folder, 'ca.pem'), 'utf8')).toBe(before);
  expect(execFileSync('stat', ['-c', '%a', path.join(folder, 'ca.key')], { encoding: 'utf8' }).trim()).toBe('600');
});
