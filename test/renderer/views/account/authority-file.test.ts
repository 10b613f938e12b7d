import { createHash, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { readAuthority } from '../../../../renderer/views/account/authority-file.ts';

const pem = rootCertificates[0] ?? '';
const der = new Uint8Array(new X509Certificate(pem).raw);
const print = (text: string | null) =>
  createHash('sha256')
    .update(new X509Certificate(text ?? '').raw)
    .digest('hex');

test('A PEM file is taken as it is, also with words around the certificate', async () => {
  expect(await readAuthority(new Blob([`subject=x\n${pem}`]))).toBe(`subject=x\n${pem}`);
});

test('A DER file becomes the same certificate in PEM', async () => {
  expect(print(await readAuthority(new Blob([der])))).toBe(print(pem));
});

test.each([
  ['an empty file', new Blob([])],
  ['a text', new Blob(['hello'])],
  ['half a certificate', new Blob([der.slice(0, 200)])],
  ['a private key', new Blob(['-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----'])],
  ['a film', new Blob([new Uint8Array(2 << 20)])],
])('%s holds no certificate', async (_, file) => {
  expect(await readAuthority(file)).toBeNull();
});
