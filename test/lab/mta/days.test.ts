/** Whole labs with a clock that is moved by hand: schedules, reports, circles. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { World } from '../../../src/contract/lab/world.ts';
import type { Lab } from '../../../src/lab/surface.ts';
import { events, inbox, labWith, worldWith } from '../support/lab.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const plain = { subject: 'お茶の件', text: 'Tea at three?\n三時にお茶はいかがですか。\n' };

const labOf = (change: (world: World) => void): Promise<Lab> => labWith({ world: worldWith(change) });

/** As Python's email package understands it. */
function asPython(mail: string): {
  report: string;
  blocks: Record<string, string>[];
  types: string[];
  defects: number;
} {
  const program = `
import email, email.policy, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(m.iter_parts())
print(json.dumps({
  'report': m.get_content_type() + ' ' + str(m.get_param('report-type')),
  'blocks': [dict((k, str(v)) for k, v in b.items()) for b in parts[1].get_payload()],
  'types': [p.get_content_type() for p in parts],
  'defects': sum(len(p.defects) for p in m.walk()),
}))`;
  return JSON.parse(execFileSync('python3', ['-c', program], { input: mail, encoding: 'utf8' })) as ReturnType<
    typeof asPython
  >;
}

test('seven days with a dead exchanger: attempts on the schedule, one warning, one report, and an empty queue', async () => {
  const lab = await labWith();
  const begin = lab.clock.now();
  await lab.send({ from: 'aiko@hana.test', to: ['x@kumo.test'], ...plain });
  await lab.settled();
  await lab.advance(7 * DAY);

  const minutes = events(lab, 'attempt').map(({ at }) => (at - begin) / MINUTE);
  const expected = [0, 5, 15, 35, 75, 135, 255];
  for (let last = 255; last < 7200; ) expected.push((last = Math.min(last + 240, 7200)));
  expect(minutes).toEqual(expected);

  const reports = (await inbox(lab, 'aiko@hana.test')).map(asPython);
  expect(reports.map(({ blocks }) => blocks[1]?.['Action'])).toEqual(['delayed', 'failed']);
  for (const { report, types, defects } of reports) {
    expect(report).toBe('multipart/report delivery-status');
    expect(types[0]).toBe('text/plain');
    expect(defects).toBe(0);
  }
  expect(reports[0]?.types).toEqual(['text/plain', 'message/delivery-status', 'text/rfc822-headers']);
  expect(reports[1]?.types).toEqual(['text/plain', 'message/delivery-status', 'message/rfc822']);
  expect(reports[0]?.blocks[1]?.['Will-Retry-Until']).toBe('Thu, 26 Nov 2026 09:00:00 +0000');
  expect(reports[1]?.blocks).toMatchObject([
    { 'Reporting-MTA': 'dns;mx1.hana.test', 'Arrival-Date': 'Sat, 21 Nov 2026 09:00:00 +0000' },
    {
      'Final-Recipient': 'rfc822;x@kumo.test',
      Status: '4.4.7',
      'Remote-MTA': 'dns;mx.kumo.test',
      'Last-Attempt-Date': 'Thu, 26 Nov 2026 09:00:00 +0000',
    },
  ]);
  const warned = events(lab, 'queued').filter(({ why }) => why === 'delay-warning');
  expect(warned.map(({ at }) => (at - begin) / MINUTE)).toEqual([240]);
  expect(await lab.queue()).toEqual([]);
  expect(lab.clock.next()).toBeNull();
});

test('a report to the null sender is never answered: what cannot be delivered of it ends here', async () => {
  const lab = await labOf((world) => {
    world.aliases.push({ address: 'away@yuki.test', to: ['x@mu.test'] });
  });
  await lab.send({ from: 'ghost@mu.test', to: ['away@yuki.test'], ...plain, forged: true });
  await lab.settled();
  await lab.advance(7 * DAY);
  expect(await lab.queue()).toEqual([]);
  const bounces = events(lab, 'queued').filter(({ why }) => why === 'bounce');
  expect(bounces).toMatchObject([{ reversePath: '', recipients: ['ghost@mu.test'] }]);
  expect(events(lab, 'failed').map(({ recipient, mail }) => [recipient, mail === bounces[0]?.mail])).toEqual([
    ['x@mu.test', false],
    ['ghost@mu.test', true],
  ]);
});

test('aliases that lead in a circle are refused at once; beside a circle the others get their mail', async () => {
  const lab = await labOf((world) => {
    world.aliases.push(
      { address: 'round@yuki.test', to: ['again@yuki.test'] },
      { address: 'again@yuki.test', to: ['round@yuki.test'] },
      { address: 'all@yuki.test', to: ['all@yuki.test', 'round@yuki.test', 'chiyo@yuki.test'] },
    );
  });
  await lab.send({ from: 'aiko@hana.test', to: ['round@yuki.test', 'all@yuki.test'], ...plain });
  await lab.settled();
  expect(await inbox(lab, 'chiyo@yuki.test')).toHaveLength(1);
  const [report, ...more] = (await inbox(lab, 'aiko@hana.test')).map(asPython);
  expect(more).toEqual([]);
  expect(report?.blocks[1]).toMatchObject({ 'Final-Recipient': 'rfc822;round@yuki.test', Status: '5.4.6' });
});

test('aliases that lead in a circle over two domains end with one report', async () => {
  const lab = await labOf((world) => {
    world.aliases.push(
      { address: 'ping@yuki.test', to: ['pong@niwa.test'] },
      { address: 'pong@niwa.test', to: ['ping@yuki.test'] },
    );
  });
  await lab.send({ from: 'aiko@hana.test', to: ['ping@yuki.test'], ...plain });
  await lab.settled();
  expect((await inbox(lab, 'aiko@hana.test')).map(asPython).map(({ blocks }) => blocks[1]?.['Status'])).toEqual([
    '5.4.6',
  ]);
  expect(await lab.queue()).toEqual([]);
});

test.each(['modern', 'classic'] as const)(
  'a %s list that contains itself, and two that contain each other, reach each member once',
  async (style) => {
    const lab = await labOf((world) => {
      world.lists = [
        {
          address: 'self@sora.test',
          title: { en: 'Self', ja: '自分' },
          owner: 'emi@sora.test',
          members: ['self@sora.test', 'emi@sora.test', 'other@yuki.test'],
          style,
          news: false,
        },
        {
          address: 'other@yuki.test',
          title: { en: 'Other', ja: '別' },
          owner: 'chiyo@yuki.test',
          members: ['chiyo@yuki.test', 'self@sora.test', 'other@yuki.test'],
          style,
          news: false,
        },
      ];
    });
    await lab.send({ from: 'aiko@hana.test', to: ['self@sora.test'], ...plain });
    await lab.settled();
    await lab.advance(7 * DAY);
    expect(await inbox(lab, 'emi@sora.test')).toHaveLength(1);
    expect(await inbox(lab, 'chiyo@yuki.test')).toHaveLength(1);
    expect(await inbox(lab, 'aiko@hana.test')).toEqual([]);
    expect(await lab.queue()).toEqual([]);
  },
);

test('what a list cannot deliver comes back to its owner, not to the author', async () => {
  const lab = await labOf((world) => {
    world.lists[0]?.members.push('gone@yuki.test');
  });
  await lab.send({ from: 'aiko@hana.test', to: ['tea@sora.test'], ...plain });
  await lab.settled();
  const owner = await inbox(lab, 'emi@sora.test');
  expect(owner.filter((mail) => mail.includes('Final-Recipient: rfc822;gone@yuki.test'))).toHaveLength(1);
  expect((await inbox(lab, 'aiko@hana.test')).filter((mail) => mail.includes('multipart/report'))).toEqual([]);
});

test('two exchangers that point at each other: at most fifty hops, then one report', async () => {
  const lab = await labOf((world) => {
    world.transports.push(
      { host: 'gate.minato.test', domain: 'loop.test', via: { kind: 'smart-host', to: 'mx2.hana.test' } },
      { host: 'mx2.hana.test', domain: 'loop.test', via: { kind: 'smart-host', to: 'gate.minato.test' } },
      { host: 'mx1.hana.test', domain: 'loop.test', via: { kind: 'smart-host', to: 'gate.minato.test' } },
    );
  });
  await lab.send({ from: 'aiko@hana.test', to: ['x@loop.test'], ...plain });
  await lab.settled();
  const [report, ...more] = (await inbox(lab, 'aiko@hana.test')).map(asPython);
  expect(more).toEqual([]);
  expect(report?.blocks[1]).toMatchObject({ 'Final-Recipient': 'rfc822;x@loop.test', Status: '5.4.6' });
  expect(events(lab, 'queued').filter(({ why }) => why === 'relayed').length).toBeLessThanOrEqual(50);
  expect(
    new Set(
      events(lab, 'attempt')
        .filter(({ next }) => next !== 'mx1.hana.test')
        .map(({ mail }) => mail),
    ).size,
  ).toBe(1);
});

test('the best exchanger without mailboxes says that mail comes back to itself', async () => {
  const lab = await labOf((world) => {
    for (const host of world.hosts) if (host.name === 'mx2.hana.test') host.roles.push('mailbox');
    world.domains = world.domains.map((one) =>
      one.name === 'hana.test' ? { ...one, mailboxes: 'mx2.hana.test' } : one,
    );
  });
  await lab.send({ from: 'chiyo@yuki.test', to: ['aiko@hana.test'], ...plain });
  await lab.settled();
  const [report] = (await inbox(lab, 'chiyo@yuki.test')).map(asPython);
  expect(report?.blocks[1]).toMatchObject({ Status: '5.4.6' });
});

test('equal preferences are tried in an order that the seed decides', async () => {
  const firstOf = async (seed: number): Promise<string[]> => {
    const lab = await labOf((world) => {
      world.seed = seed;
      const mx =
        world.zones.find(({ origin }) => origin === 'hana.test')?.records.filter(({ type }) => type === 'MX') ?? [];
      for (const record of mx) if (record.type === 'MX') record.preference = 10;
    });
    for (let i = 0; i < 6; i++) await lab.send({ from: 'daichi@niwa.test', to: ['aiko@hana.test'], ...plain });
    await lab.settled();
    return events(lab, 'attempt')
      .filter(({ host }) => host === 'niwa.test')
      .map(({ next }) => next);
  };
  const one = await firstOf(7);
  expect(new Set(one)).toEqual(new Set(['mx1.hana.test', 'mx2.hana.test']));
  expect(await firstOf(7)).toEqual(one);
});

test('a full mailbox is tried again until it has room', async () => {
  const lab = await labOf((world) => {
    for (const user of world.users) if (user.address === 'chiyo@yuki.test') user.quota = 100;
  });
  await lab.send({ from: 'aiko@hana.test', to: ['chiyo@yuki.test'], ...plain });
  await lab.settled();
  expect(events(lab, 'deferred').map(({ said }) => said)).toEqual([expect.stringMatching(/^452 4\.2\.2/)]);
  await lab.advance(6 * DAY);
  const last = (await inbox(lab, 'aiko@hana.test')).map(asPython).at(-1);
  expect(last?.blocks[1]).toMatchObject({ Action: 'failed', 'Final-Recipient': 'rfc822;chiyo@yuki.test' });
});
