/** `tegami lab` and `tegami demo` as commands: what they are given, how they refuse, how they end. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { defaultWorld } from '../../../../src/lab/world/default.ts';
import { startCli, tegami } from '../../../support/cli.ts';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { type LabProcess, startLabProcess } from '../../support/process.ts';

vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-whole-process-'));
const open: LabProcess[] = [];
afterEach(async () => {
  for (const { child, ended } of open.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function lab(...args: string[]): Promise<LabProcess> {
  const started = await startLabProcess(args);
  open.push(started);
  return started;
}
const filesOf = (data: string): string[] =>
  (readdirSync(data, { recursive: true }) as string[]).filter((name) => statSync(path.join(data, name)).isFile());

describeWith(['curl', 'python3'], 'the lab ends, and begins again', () => {
  test('SIGINT in the middle of sessions: exit 0, nothing half-written, every mail that was answered with 250 is there afterwards', async () => {
    const data = path.join(folder, 'ends');
    const { child, status, ended } = await lab('--data', data);
    const host = status.hosts.find(({ name }) => name === 'mx1.hana.test');
    const mail = path.join(folder, 'mail.eml');
    writeFileSync(mail, 'From: aiko@hana.test\r\nTo: chiyo@yuki.test\r\nSubject: before the end\r\n\r\nText.\r\n');
    const user = ['--cacert', status.ca, '--user', 'aiko@hana.test:tegami'];
    const envelope = ['--mail-from', 'aiko@hana.test', '--mail-rcpt', 'chiyo@yuki.test', '--upload-file', mail];
    let taken = 0;
    let over = false;
    const sender = async (): Promise<void> => {
      while (!over) {
        const sent = await run('curl', [
          '-sS',
          ...user,
          '--url',
          `smtps://${host?.address}:${host?.submissions}`,
          ...envelope,
        ]);
        if (sent.code === 0) taken += 1;
      }
    };
    const idle = run('curl', ['-sS', ...user, `imaps://${host?.address}:${host?.imaps}/INBOX`, '-X', 'IDLE']);
    const senders = [sender(), sender(), sender()];
    await vi.waitUntil(() => taken >= 10, { timeout: 60_000 });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    over = true;
    await Promise.all([...senders, idle]);

    expect(existsSync(path.join(data, 'lab.lock'))).toBe(false);
    const left = filesOf(data);
    expect(left.filter((name) => /\.tmp$|(^|\/)tmp\//.test(name))).toEqual([]);
    for (const name of left.filter((each) => each.endsWith('.jsonl')))
      for (const line of readFileSync(path.join(data, name), 'utf8').split('\n').slice(0, -1)) JSON.parse(line);
    for (const name of left.filter((each) => each.endsWith('.json')))
      JSON.parse(readFileSync(path.join(data, name), 'utf8'));

    // Started again, what still lay in a queue goes on its way.
    const again = await lab('--data', data);
    const chiyo = again.status.hosts.find(({ name }) => name === 'mx.minato.test');
    const count = async (): Promise<number> => {
      const url = `imaps://${chiyo?.address}:${chiyo?.imaps}/INBOX?SUBJECT%20%22before%20the%20end%22`;
      const found = await run('curl', ['-sS', '--cacert', again.status.ca, '--user', 'chiyo@yuki.test:tegami', url]);
      expect({ code: found.code, err: found.err }).toEqual({ code: 0, err: '' });
      return found.out.trim().split(' ').length - 2;
    };
    await expect.poll(count, { timeout: 60_000 }).toBeGreaterThanOrEqual(taken);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('--data: mail of an earlier run is still there, under the same UIDVALIDITY and the same authority', async () => {
    const data = path.join(folder, 'kept');
    const seen: string[] = [];
    for (let round = 0; round < 2; round++) {
      const { child, status, ended } = await lab('--data', data);
      const host = status.hosts.find(({ name }) => name === 'mx1.hana.test');
      const script = `
import imaplib, ssl
c = imaplib.IMAP4_SSL('${host?.address}', ${host?.imaps}, ssl_context=ssl.create_default_context(cafile='${status.ca}'))
c.login('aiko@hana.test', 'tegami')
print(c.status('INBOX', '(MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)')[1])
c.logout()`;
      const said = await run('python3', ['-c', script]);
      expect(said.err).toBe('');
      seen.push(`${said.out} ${readFileSync(status.ca, 'utf8')}`);
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    }
    expect(seen[1]).toBe(seen[0]);
    expect(seen[0]).toMatch(/MESSAGES [1-9]/);
  });
});

test('Ctrl+C under npm, which is two SIGINTs, is one clean end', async () => {
  const { child, ended } = await lab('--data', path.join(folder, 'twice'));
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(existsSync(path.join(folder, 'twice', 'lab.lock'))).toBe(false);
});

test('the document says everything that another program needs, and every door of it answers', async () => {
  const { status } = await lab('--data', path.join(folder, 'document'));
  expect(Object.keys(status).sort()).toEqual(['ca', 'dns', 'hosts', 'users']);
  expect(status.dns).toEqual({ address: expect.stringMatching(/^127\./), port: expect.any(Number) });
  expect(readFileSync(status.ca, 'utf8')).toContain('BEGIN CERTIFICATE');
  const { connect } = await import('node:net');
  const services = ['smtp', 'submission', 'submissions', 'pop3', 'pop3s', 'imap', 'imaps'] as const;
  const doors = status.hosts.flatMap(({ address, ...host }) =>
    services.flatMap((service) => (host[service] === null ? [] : [{ host: address, port: host[service] }])),
  );
  expect(doors.length).toBeGreaterThan(20);
  for (const door of doors) {
    expect(door.port).toBeGreaterThan(1023);
    await new Promise<void>((done, fail) => {
      const socket = connect(door, () => {
        socket.destroy();
        done();
      });
      socket.once('error', fail);
    });
  }
  for (const { host } of status.users) expect(status.hosts.map(({ name }) => name)).toContain(host);
});

describeWith(['curl', 'swaks', 'mutt', 'script', 'dig'], 'the welcome', () => {
  test.each(['en', 'ja'])('each command that it shows works when it is pasted into a shell (%s)', async (lang) => {
    const home = mkdtempSync(path.join(folder, 'home-'));
    mkdirSync(path.join(home, 'Mail')); // else mutt asks whether to make it
    const { child, ended } = startCli(['lab', '--lang', lang, '--data', path.join(home, 'a lab of mine')]);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    await vi.waitUntil(() => out.includes('Ctrl-C'), { timeout: 60_000 });
    const commands = out.match(/^ {2}(printf|curl|swaks|mutt|dig) .*$/gm) ?? [];
    expect(commands.map((command) => command.trim().split(' ')[0])).toEqual([
      ...['printf', 'curl', 'curl', 'swaks', 'mutt', 'dig'],
    ]);
    for (const command of commands) {
      const pasted = command.trim().replace(/^mutt /, 'mutt -e "push q" ');
      // mutt wants a terminal, which script(1) makes; it reads the command where no quotes need to be kept.
      const env = { HOME: home, PASTED: pasted, TERM: 'vt100' };
      const ended =
        pasted === command.trim()
          ? await run('sh', ['-c', pasted], { env })
          : await run('script', ['-qec', 'eval "$PASTED"', '/dev/null'], { env });
      expect({ command, code: ended.code, said: ended.out + ended.err }).toMatchObject({ command, code: 0 });
    }
    // A mail by curl, one by swaks, both in the reader's mailbox.
    await expect.poll(() => out.match(/INBOX/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });
});

test('a second lab on the same data is refused: who has it, what helps, and the first one goes on', async () => {
  const data = path.join(folder, 'same');
  const { child, status, ended } = await lab('--data', data);
  const second = await tegami(['lab', '--data', data, '--json']);
  expect(second.code).toBe(1);
  expect(second.json()).toMatchObject({
    error: { reason: 'lab-locked', advice: 'close-other', facts: { pid: child.pid } },
  });
  const words = await tegami(['lab', '--data', data, '--lang', 'en']);
  expect(words.code).toBe(1);
  expect(words.err).toContain(String(child.pid));
  const host = status.hosts.find(({ smtp }) => smtp !== null);
  const { connect } = await import('node:net');
  const greeting = await new Promise<string>((tell, fail) => {
    const socket = connect(host?.smtp ?? 0, host?.address ?? '', () => {});
    socket.once('data', (chunk) => {
      tell(chunk.toString());
      socket.destroy();
    });
    socket.once('error', fail);
  });
  expect(greeting).toMatch(/^220 /);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test.each([
  ['is a file', () => path.join(folder, 'wrong-place')],
  ['cannot be made', () => '/proc/tegami'],
])('a place for --data that %s is refused with its name, and is no fault of ours', async (_what, place) => {
  writeFileSync(path.join(folder, 'wrong-place'), '');
  const ran = await tegami(['lab', '--data', place(), '--json']);
  expect(ran.code).toBe(1);
  expect(ran.json()).toMatchObject({
    error: { reason: 'disk-failed', advice: 'check-input', said: expect.stringContaining(place()) },
  });
});

test('a lab that was killed leaves a lock that the next one takes over', async () => {
  const data = path.join(folder, 'killed');
  const first = await lab('--data', data);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(existsSync(path.join(data, 'lab.lock'))).toBe(true);
  const { child, ended } = await lab('--data', data);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('two labs at the same time, each with its own data, have different addresses and know nothing of each other', async () => {
  const [one, other] = [await lab('--data', path.join(folder, 'one')), await lab('--data', path.join(folder, 'other'))];
  const doors = ({ status }: LabProcess): string[] =>
    status.hosts.flatMap((host) => [`${host.address}:${host.smtp}`, `${host.address}:${host.imaps}`]);
  const both = new Set([...doors(one), ...doors(other)].filter((door) => !door.endsWith(':null')));
  expect(both.size).toBe([...doors(one), ...doors(other)].filter((door) => !door.endsWith(':null')).length);
});

test('--world FILE: a small world of one’s own runs, and only that', async () => {
  const file = path.join(folder, 'small.json');
  const small = {
    version: 1,
    name: 'Small',
    seed: 1,
    domains: [
      {
        ...{ name: 'small.test', title: { en: 'Small', ja: '小' }, mailboxes: 'mail.small.test' },
        ...{ submission: 'mail.small.test', accepts: ['mail.small.test'] },
      },
    ],
    hosts: [
      { name: 'ns.small.test', address: '127.45.0.53', roles: ['dns'], at: { x: 0, y: 0 } },
      { name: 'mail.small.test', address: '127.45.0.1', roles: ['submission', 'mx', 'mailbox'], at: { x: 1, y: 1 } },
    ],
    users: [{ address: 'anna@small.test', password: 'geheim', name: 'Anna' }],
    ...{ aliases: [], lists: [], transports: [], faults: [], queue: {}, clock: { mode: 'real' } },
    zones: [
      { origin: 'small.test', records: [{ name: '@', type: 'MX', preference: 10, exchange: 'mail.small.test' }] },
    ],
  };
  writeFileSync(file, JSON.stringify(small));
  const { child, status, ended } = await lab('--world', file, '--data', path.join(folder, 'small'));
  expect(status.hosts.map(({ name }) => name).sort()).toEqual(['mail.small.test', 'ns.small.test']);
  expect(status.users).toMatchObject([{ user: 'anna@small.test', password: 'geheim', host: 'mail.small.test' }]);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test.each([
  [
    'a user of a domain that is not there',
    (w) => ({ ...w, users: [...w.users, { ...w.users[0], address: 'x@nowhere.test' }] }),
    /users\[6\]/,
  ],
  [
    'an MX of a host that is not there',
    (w) => ({ ...w, domains: w.domains.map((d, i) => (i === 0 ? { ...d, mailboxes: 'no.hana.test' } : d)) }),
    /domains\[0\]\.mailboxes/,
  ],
  [
    'two hosts at one address',
    (w) => ({ ...w, hosts: w.hosts.map((h, i) => (i === 2 ? { ...h, address: w.hosts[1]?.address } : h)) }),
    /hosts\[2\]\.address/,
  ],
  [
    'an unknown fault',
    (w) => ({ ...w, faults: [{ id: 'x', point: 'smtp.tea', effect: { kind: 'dead-host' } }] }),
    /faults\[0\]\.point/,
  ],
  [
    'a transport over a host that is not there',
    (w) => ({
      ...w,
      transports: [{ host: 'gate.minato.test', domain: '*', via: { kind: 'smart-host', to: 'no.test' } }],
    }),
    /transports\[0\]\.via\.to/,
  ],
] satisfies [string, (world: ReturnType<typeof defaultWorld>) => unknown, RegExp][])(
  'a world file with %s is refused with the place, in both languages, and nothing is made',
  async (_what, change, place) => {
    const file = path.join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify(change(defaultWorld())));
    for (const lang of ['en', 'ja']) {
      const data = path.join(folder, 'wrong');
      const ran = await tegami(['lab', '--world', file, '--data', data, '--lang', lang]);
      expect(ran.code).toBe(1);
      expect(ran.out).toBe('');
      expect(ran.err).toMatch(place);
      expect(ran.err).toContain(file);
      expect(existsSync(data)).toBe(false);
    }
  },
);

test('demo --scene N --lang ja --json is one document with the steps and what was said', async () => {
  const { code, err, json } = await tegami(['demo', '--scene', '2', '--lang', 'ja', '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { scenes } = json() as {
    scenes: {
      scene: { number: number; title: { ja: string } };
      steps: { narration: { en: string; ja: string }; connections: string[] }[];
      transcripts: { pieces: { who: string; octets: string }[] }[];
    }[];
  };
  expect(scenes.map(({ scene }) => scene.number)).toEqual([2]);
  expect(scenes[0]?.scene.title.ja).toMatch(/[ぁ-ん一-龠]/);
  for (const { narration } of scenes[0]?.steps ?? []) expect(narration.ja).toMatch(/[ぁ-ん]/);
  const said = scenes[0]?.transcripts.flatMap(({ pieces }) => pieces.map(({ octets }) => octets)).join('') ?? '';
  expect(said).toMatch(/MAIL FROM:</);
  expect(said).toMatch(/^550 /m);
});
