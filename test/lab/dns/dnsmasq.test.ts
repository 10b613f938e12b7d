/** A real forwarder between: dnsmasq asks the lab, dig and Python's resolver ask dnsmasq. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listening } from '../../../src/lab/around.ts';
import { freePorts, untilListening } from '../../servers/ports.ts';
import { dig, lab, startDns, worldWith } from './support.ts';
import { describeWith } from './tools.ts';

const made = lab(
  worldWith({
    zones: [
      {
        origin: 'many.test',
        records: Array.from({ length: 100 }, (_, n) => ({ name: '@', type: 'A' as const, address: `127.7.0.${n}` })),
      },
    ],
  }),
);

describeWith(['dig', 'dnsmasq', 'python3-dnspython'], 'programs that are not ours', () => {
  let dns: Listening;
  let forwarder: ChildProcess;
  let port: number;
  beforeAll(async () => {
    dns = await startDns(made);
    [port = 0] = await freePorts(1);
    forwarder = spawn(
      '/usr/sbin/dnsmasq',
      [
        '--no-daemon',
        '--conf-file=/dev/null',
        '--no-resolv',
        '--no-hosts',
        '--pid-file=',
        '--user=',
        '--bind-interfaces',
        '--listen-address=127.0.0.1',
        `--port=${port}`,
        `--server=127.0.0.1#${dns.port}`,
      ],
      { stdio: 'ignore' },
    );
    await untilListening([port], () => expect(forwarder.exitCode).toBeNull());
  });
  afterAll(async () => {
    const ended = new Promise((done) => forwarder.once('exit', done));
    forwarder.kill();
    await ended;
    await dns.close();
  });

  test.each([
    ['hana.test', 'MX', 'NOERROR', 2],
    ['mu.test', 'MX', 'NOERROR', 1],
    ['imap.minato.test', 'A', 'NOERROR', 2],
    ['hana.test', 'TXT', 'NOERROR', 1],
    ['53.0.44.127.in-addr.arpa', 'PTR', 'NOERROR', 1],
    ['niwa.test', 'MX', 'NOERROR', 0],
    ['nosuch.test', 'MX', 'NXDOMAIN', 0],
    ['example.com', 'A', 'REFUSED', 0],
    ['many.test', 'A', 'NOERROR', 100],
  ])('dnsmasq passes on %s %s', async (name, type, status, count) => {
    const answer = await dig(port, '+recurse', name, type);
    expect(answer.status).toBe(status);
    expect(answer.answers).toHaveLength(count);
  });

  test("Python's resolver gets all records, by UDP, by TCP when they are long, and tells what is not there apart", async () => {
    const script = `
import sys, json, dns.resolver
r = dns.resolver.Resolver(configure=False)
r.nameservers = ['127.0.0.1']; r.port = int(sys.argv[1])
out = {}
out['mx'] = sorted(str(x) for x in r.resolve('hana.test', 'MX'))
out['null'] = [str(x) for x in r.resolve('mu.test', 'MX')]
out['alias'] = str(r.resolve('imap.minato.test', 'A').canonical_name)
out['many'] = len(r.resolve('many.test', 'A'))
out['tcp'] = len(r.resolve('many.test', 'A', tcp=True))
for name, type in (('nosuch.test', 'A'), ('niwa.test', 'MX'), ('example.com', 'A')):
    try: r.resolve(name, type)
    except Exception as e: out[name] = type_name = e.__class__.__name__
print(json.dumps(out))
`;
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', script, String(dns.port)]);
    expect(JSON.parse(stdout)).toEqual({
      mx: ['10 mx1.hana.test.', '20 mx2.hana.test.'],
      null: ['0 .'],
      alias: 'mx.minato.test.',
      many: 100,
      tcp: 100,
      'nosuch.test': 'NXDOMAIN',
      'niwa.test': 'NoAnswer',
      'example.com': 'NoNameservers',
    });
  });
});
