/** The example of RFC 8463, appendix A, with its own keys in a zone of the lab. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { worldWith } from '../dns/support.ts';
import { type House, startHouse } from './support.ts';

const here = path.dirname(new URL(import.meta.url).pathname);
const message = readFileSync(path.join(here, 'rfc8463.eml'), 'latin1').replace(/\r?\n/g, '\r\n');
let house: House;
beforeAll(async () => {
  const key = (name: string, text: string) => ({ name: `${name}._domainkey`, type: 'TXT' as const, text });
  house = await startHouse(
    worldWith({
      zones: [
        {
          origin: 'football.example.com',
          records: [
            key('brisbane', 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='),
            key(
              'test',
              'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
            ),
          ],
        },
      ],
    }),
  );
});
afterAll(() => house.close());

test('both signatures of the example of RFC 8463 are proved', async () => {
  const { dkim, signatures } = await house.check(message);
  expect(dkim).toBe('pass');
  expect(signatures).toMatchObject([
    { result: 'pass', selector: 'brisbane', algorithm: 'ed25519-sha256' },
    { result: 'pass', selector: 'test', algorithm: 'rsa-sha256' },
  ]);
});

test('and neither, when one letter of it is another', async () => {
  const { signatures } = await house.check(message.replace('hungry', 'Hungry'));
  expect(signatures.map(({ result }) => result)).toEqual(['fail', 'fail']);
});
