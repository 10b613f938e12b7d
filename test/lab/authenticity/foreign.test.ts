/** Other people's programs check what we sign, sign what we check, and come to the same results, over the lab's DNS. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { describeWith } from '../dns/tools.ts';
import { type House, mail, startHouse } from './support.ts';

/** Their DNS is the lab's. */
const prelude = `
import sys, json, dns.resolver, dns.rdatatype
r = dns.resolver.Resolver(configure=False)
r.nameservers = ['127.0.0.1']; r.port = int(sys.argv[1])
def txt(name, timeout=5):
    name = name.decode() if isinstance(name, bytes) else name
    try: return b''.join(list(r.resolve(name, 'TXT'))[0].strings)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer): return None
`;

const houseMail = mail('chiyo@yuki.test', '手紙をありがとう。\r\n\r\n  A line.  \r\n\r\n\r\n');

describeWith(
  ['python3-dkim', 'python3-dnspython', 'python3-spf', 'python3-authres'],
  'with dkimpy, pyspf, authres',
  () => {
    let house: House;
    beforeAll(async () => {
      house = await startHouse(defaultWorld());
    });
    afterAll(() => house.close());

    const python = (script: string, input: Buffer | string, ...args: string[]): Promise<Buffer> =>
      new Promise((done, failed) => {
        const child = execFile(
          '/usr/bin/python3',
          ['-c', prelude + script, String(house.dns.port), ...args],
          { encoding: 'buffer' },
          (error, stdout, stderr) => (error === null ? done(stdout) : failed(new Error(stderr.toString()))),
        );
        child.stdin?.end(input);
      });
    const theyProve = async (message: Buffer): Promise<unknown> =>
      JSON.parse(
        (
          await python(
            'import dkim\nd = dkim.DKIM(sys.stdin.buffer.read())\ntry: print(json.dumps(d.verify(dnsfunc=txt)))\nexcept dkim.DKIMException as e: print(json.dumps(str(e)))',
            message,
          )
        ).toString(),
      );

    test.each([
      ['an ordinary mail', houseMail],
      ['one without a body', 'From: chiyo@yuki.test\r\nSubject: empty\r\n\r\n'],
      [
        'one with long folded fields',
        `Subject: a\r\n b\r\n\tc   d\r\nTo: ${'x@y.test,\r\n '.repeat(50)}z@y.test\r\nFrom: chiyo@yuki.test\r\n\r\nx\r\n`,
      ],
      ['one of a megabyte', mail('chiyo@yuki.test', `${'0123456789'.repeat(7)}\r\n`.repeat(14_000))],
      ['one with raw octets', mail('chiyo@yuki.test', 'caf\u00e9 \u0000 x\r\n')],
    ])('dkimpy proves our signature of %s, and finds one changed letter', async (_, message) => {
      const signed = await house.signed(message, 'yuki.test');
      expect(await theyProve(signed)).toBe(true);
      const changed = Buffer.concat([signed, Buffer.from('!\r\n')]);
      expect(await theyProve(changed)).not.toBe(true);
      expect((await house.check(changed)).dkim).toBe('fail');
    });

    test.each([
      ['simple', 'simple'],
      ['simple', 'relaxed'],
      ['relaxed', 'simple'],
      ['relaxed', 'relaxed'],
    ])('we prove a signature by dkimpy, %s/%s', async (header, body) => {
      const { privateKey } = await house.keys.ensure('yuki.test', 'lab');
      const signature = await python(
        `
import dkim
m = sys.stdin.buffer.read()
sys.stdout.buffer.write(dkim.sign(m, b'lab', b'yuki.test', sys.argv[2].encode(), canonicalize=(sys.argv[3].encode(), sys.argv[4].encode())))
`,
        houseMail,
        privateKey,
        header,
        body,
      );
      const signed = Buffer.concat([signature, Buffer.from(houseMail)]);
      expect(await house.check(signed)).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
      const changed = Buffer.from(signed.toString('latin1').replace('A line', 'B line'), 'latin1');
      expect((await house.check(changed)).dkim).toBe('fail');
    });

    test('pyspf comes to the same result for every domain from every host', async () => {
      const { domains, hosts } = house.lab.world;
      const cases = domains.flatMap(({ name }) =>
        hosts.map((host) => ({ from: `x@${name}`, ip: host.address, helo: host.name })),
      );
      const ours = [];
      for (const { from, ip, helo } of cases)
        ours.push((await house.check(mail(from), { mailFrom: from, ip, helo })).spf);
      const theirs = await python(
        `
import spf
def look(name, qtype, strict=True, timeout=20):
    try: a = r.resolve(name, qtype, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN: return []
    out = []
    for rrset in a.response.answer:
        for x in rrset:
            t = dns.rdatatype.to_text(rrset.rdtype)
            k = (str(rrset.name).rstrip('.'), t)
            if t == 'A': out.append((k, x.address))
            elif t == 'AAAA': out.append((k, x.address))
            elif t == 'MX': out.append((k, (x.preference, str(x.exchange).rstrip('.'))))
            elif t == 'TXT': out.append((k, x.strings))
            elif t in ('PTR', 'CNAME'): out.append((k, str(x.target).rstrip('.')))
    return out
spf.DNSLookup = look
print(json.dumps([spf.check2(i=c['ip'], s=c['from'], h=c['helo'])[0] for c in json.load(sys.stdin)]))
`,
        JSON.stringify(cases),
      );
      const named = (results: readonly unknown[]) => results.map((result, n) => ({ ...cases[n], result }));
      expect(named(ours)).toEqual(named(JSON.parse(theirs.toString()) as unknown[]));
      expect(new Set(ours)).toEqual(new Set(['pass', 'fail', 'none']));
    });

    test('authres understands our Authentication-Results', async () => {
      const understood = async (header: string): Promise<unknown> =>
        JSON.parse(
          (
            await python(
              `
import authres, authres.dkim_b, authres.dmarc
f = authres.FeatureContext(authres.dkim_b, authres.dmarc)
a = f.parse(sys.stdin.read().replace('\\r\\n', ' ').strip())
print(json.dumps([a.authserv_id, [[x.method, x.result, {p.type + '.' + p.name: p.value for p in x.properties}] for x in a.results]]))
`,
              header,
            )
          ).toString(),
        );
      const passed = await house.check(await house.signed(houseMail, 'yuki.test'));
      expect(await understood(passed.header)).toEqual([
        'mx1.hana.test',
        [
          ['spf', 'pass', { 'smtp.mailfrom': 'chiyo@yuki.test' }],
          [
            'dkim',
            'pass',
            {
              'header.d': 'yuki.test',
              'header.s': 'lab',
              'header.a': 'rsa-sha256',
              'header.b': passed.signatures[0]?.mark,
            },
          ],
          ['dmarc', 'pass', { 'header.from': 'yuki.test' }],
        ],
      ]);
      const failed = await house.check(
        (await house.signed(houseMail, 'yuki.test')).toString('latin1').replace('A line', 'B line'),
        { mailFrom: '', helo: '[127.0.0.1]', ip: '127.0.0.1' },
      );
      expect(await understood(failed.header)).toMatchObject([
        'mx1.hana.test',
        [
          ['spf', 'none', {}],
          ['dkim', 'fail', {}],
          ['dmarc', 'fail', {}],
        ],
      ]);
    });
  },
);
