/** What every mail server of the world is told by DNS, dig is told too. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { startWholeLab, type WholeLab } from './house.ts';

describeWith(['dig'], 'dig asks the whole lab', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  /** Status, whether the server is the authority, answers; `what` is `name type +option …`. */
  async function dig(what: string): Promise<{ status: string; flags: string; answers: string[]; authority: string[] }> {
    const at = [`@${lab.dns.address}`, '-p', String(lab.dns.port), '+norecurse', '+tries=1', '+time=10'];
    const ended = await run('dig', [...at, ...what.split(' ')]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    expect(ended.out).not.toMatch(/WARNING|Warning|malformed|extra bytes|mismatch/);
    const section = (name: string): string[] =>
      (new RegExp(`;; ${name} SECTION:\n([^]*?)\n\n`).exec(ended.out)?.[1] ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/\s+/g, ' '));
    return {
      status: /status: (\w+)/.exec(ended.out)?.[1] ?? '',
      flags: /flags: ([\w ]*);/.exec(ended.out)?.[1] ?? '',
      answers: section('ANSWER'),
      authority: section('AUTHORITY'),
    };
  }

  test('two exchangers of different preference, by UDP and by TCP alike', async () => {
    const expected = {
      status: 'NOERROR',
      answers: expect.arrayContaining([
        expect.stringMatching(/^hana\.test\. \d+ IN MX 10 mx1\.hana\.test\.$/),
        expect.stringMatching(/^hana\.test\. \d+ IN MX 20 mx2\.hana\.test\.$/),
      ]),
    };
    expect(await dig('hana.test MX')).toMatchObject(expected);
    expect(await dig('hana.test MX +tcp')).toMatchObject(expected);
    expect((await dig('hana.test MX')).flags).toMatch(/\baa\b/);
  });

  test('an exchanger that lies in another domain', async () => {
    expect((await dig('yuki.test MX')).answers).toEqual([expect.stringMatching(/ MX 10 mx\.minato\.test\.$/)]);
  });

  test('the address of each host, where the lab says it is, and its name back from that', async () => {
    for (const { name, address } of lab.status.hosts) {
      expect((await dig(`${name} A`)).answers, name).toEqual([expect.stringMatching(` IN A ${address}$`)]);
      expect((await dig(`-x ${address}`)).answers, address).toEqual([expect.stringMatching(` IN PTR ${name}\\.$`)]);
    }
  });

  test('SPF, DMARC and DKIM keys are TXT records', async () => {
    const text = async (name: string): Promise<string> => (await dig(`${name} TXT`)).answers.join('\n');
    expect(await text('hana.test')).toMatch(/"v=spf1 mx -all"/);
    expect(await text('_dmarc.hana.test')).toMatch(/"v=DMARC1; ?p=reject/);
    expect(await text('lab._domainkey.hana.test')).toMatch(/v=DKIM1;.*p=/);
  });

  test('no such name is NXDOMAIN, and no such record of a name that exists is NOERROR without answers; both name the zone', async () => {
    expect(await dig('nobody.hana.test A')).toMatchObject({
      status: 'NXDOMAIN',
      answers: [],
      authority: [expect.stringMatching(/^hana\.test\. .* SOA /)],
    });
    expect(await dig('niwa.test MX')).toMatchObject({
      status: 'NOERROR',
      answers: [],
      authority: [expect.stringMatching(/^niwa\.test\. .* SOA /)],
    });
    expect((await dig('hana.test AAAA')).status).toBe('NOERROR');
  });

  test('a domain that wants no mail has the null MX', async () => {
    expect((await dig('mu.test MX')).answers).toEqual([expect.stringMatching(/^mu\.test\. \d+ IN MX 0 \.$/)]);
  });

  test('what is none of its business is REFUSED', async () => {
    expect((await dig('example.com A')).status).toBe('REFUSED');
  });
});
