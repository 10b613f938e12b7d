import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MailError } from '../../../src/base/errors.ts';
import { explainLine } from '../../../src/contract/words/index.ts';
import { startLab } from '../../../src/lab/lab.ts';
import { inbox, labFolder, labWith, worldWith } from '../support/lab.ts';

const answers = (address: string, port: number): Promise<boolean> =>
  new Promise((tell) => {
    const socket = createConnection({ host: address, port }, () => {
      socket.destroy();
      tell(true);
    });
    socket.once('error', () => tell(false));
  });

test('every service of every host answers on loopback, and a dead host does not', async () => {
  const lab = await labWith();
  const { hosts, dns } = lab.status();
  expect(dns.address).toMatch(/^127\./);
  for (const host of hosts) {
    expect(host.address).toMatch(/^127\./);
    for (const port of [host.smtp, host.submission, host.submissions, host.pop3, host.pop3s, host.imap, host.imaps])
      if (port !== null) expect(await answers(host.address, port), `${host.name} ${port}`).toBe(true);
  }
  expect(hosts.find(({ name }) => name === 'mx.kumo.test')?.smtp).toBe(null);
});

test('two labs in two folders run beside each other; two in one folder do not, and the second says why', async () => {
  const folder = labFolder();
  const first = await labWith({ folder });
  const second = await labWith();
  expect(second.status().dns.address).not.toBe(first.status().dns.address);
  const refusal = await startLab({ folder, world: worldWith(), move: 'free', seed: false }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(MailError);
  expect((refusal as MailError).reason).toBe('lab-locked');
});

test('mail and world are there again after a restart', async () => {
  const folder = labFolder();
  const lab = await startLab({ folder, world: worldWith((w) => void (w.name = 'Mine')), move: 'free', seed: false });
  await lab.send({ from: 'aiko@hana.test', to: ['ben@hana.test', 'x@kumo.test'], subject: 'kept', text: 'kept' });
  await lab.settled();
  await lab.close();
  const again = await startLab({ folder, move: 'free', seed: false });
  try {
    expect(again.world().name).toBe('Mine');
    expect(await inbox(again, 'ben@hana.test')).toHaveLength(1);
    expect(await again.queue()).toHaveLength(1);
  } finally {
    await again.close();
  }
});

test('a world is edited while it runs: a new user gets mail, a host that is taken away is gone, nonsense changes nothing', async () => {
  const lab = await labWith();
  const world = lab.world();
  expect(
    await lab.setWorld({ ...world, users: [...world.users, { address: 'x@nowhere.test', password: 'x', name: 'x' }] }),
  ).toHaveLength(1);
  expect(lab.world()).toEqual(world);
  world.users.push({ address: 'gen@hana.test', password: 'tegami', name: '源', quota: null, owns: [] });
  world.hosts = world.hosts.map((host) => (host.name === 'mx2.hana.test' ? { ...host, roles: [] } : host));
  expect(await lab.setWorld(world)).toEqual([]);
  await lab.send({ from: 'aiko@hana.test', to: ['gen@hana.test'], subject: 'welcome', text: 'ようこそ' });
  await lab.settled();
  expect(await inbox(lab, 'gen@hana.test')).toHaveLength(1);
  expect(lab.status().hosts.find(({ name }) => name === 'mx2.hana.test')?.smtp).toBe(null);
});

test('a folder whose world cannot be used is refused with the place, and the file is left as it was', async () => {
  const folder = labFolder();
  writeFileSync(path.join(folder, 'world.json'), JSON.stringify({ ...worldWith(), domains: [] }));
  const refusal = await startLab({ folder, move: 'free', seed: false }).then(
    () => null,
    (error: unknown) => error,
  );
  expect((refusal as MailError).reason).toBe('lab-world');
  expect((refusal as MailError).facts).toMatchObject({ place: 'domains' });
  expect(explainLine((refusal as MailError).toValue(), 'ja')).toMatch(/domains.*値が正しくありません/);
  expect(JSON.parse(readFileSync(path.join(folder, 'world.json'), 'utf8'))).toHaveProperty('domains', []);
});

test('the trace is a file as well, with every event and every octet', async () => {
  const folder = labFolder();
  const lab = await startLab({ folder, world: worldWith(), move: 'free', seed: false });
  await lab.send({ from: 'aiko@hana.test', to: ['chiyo@yuki.test'], subject: 'traced', text: 'traced' });
  await lab.settled();
  const count = lab.trace.last;
  const stored = lab.trace.since(0).find((event) => event.kind === 'stored');
  await lab.close();
  const lines = readFileSync(path.join(folder, 'trace', 'trace.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; kind: string });
  expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  expect(lines.find(({ kind }) => kind === 'stored')).toEqual(stored);
  const octets = readFileSync(path.join(folder, 'trace', 'conversations.jsonl'), 'utf8');
  for (const said of ['MAIL FROM:<aiko@hana.test>', 'RCPT TO:<chiyo@yuki.test>', 'Subject: traced'])
    expect(octets).toContain(said);
});

test('an empty lab begins with demo mail in both languages; a reset brings it back', async () => {
  const lab = await labWith({ seed: true });
  const count = (await lab.spool()).reduce((sum, { messages }) => sum + messages.length, 0);
  expect(count).toBeGreaterThan(20);
  await lab.send({ from: 'aiko@hana.test', to: ['ben@hana.test'], subject: 'more', text: 'more' });
  await lab.settled();
  await lab.reset({ mail: true });
  expect((await lab.spool()).reduce((sum, { messages }) => sum + messages.length, 0)).toBe(count);
});

test('where the system has 127.0.0.1 only, each service has a port there, and the hosts are still told apart', async () => {
  const lab = await labWith({ addresses: 'one' });
  const { hosts, ownAddresses } = lab.status();
  expect(ownAddresses).toBe(false);
  expect(new Set(hosts.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  const ports = hosts.flatMap((host) =>
    [host.smtp, host.submission, host.submissions, host.pop3, host.pop3s, host.imap, host.imaps].filter(
      (port) => port !== null,
    ),
  );
  expect(new Set(ports).size).toBe(ports.length);
  await lab.send({ from: 'aiko@hana.test', to: ['chiyo@yuki.test'], subject: 'one address', text: 'one address' });
  await lab.settled();
  const [mail] = await inbox(lab, 'chiyo@yuki.test');
  expect(mail).toMatch(/spf=pass/);
  expect(mail).toMatch(/Received: from mx1\.hana\.test/);
  expect(
    (await lab.send({ from: 'ben@hana.test', to: ['aiko@hana.test'], subject: 'forged', text: 'forged', forged: true }))
      .mail,
  ).toBe(null);
});
