/** Worlds in which mail goes in circles: at most one report, at most fifty hops, and after seven days nothing waits. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { World } from '../../../../src/contract/lab/world.ts';
import type { Lab } from '../../../../src/lab/surface.ts';
import { events, inbox, labWith, worldWith } from '../../support/lab.ts';

const WEEK = 7 * 86_400_000;
const plain = { subject: 'Round', text: 'Round and round.\n' };
const list = (address: string, members: string[], style: 'modern' | 'classic'): World['lists'][number] => ({
  address,
  title: { en: 'L', ja: 'L' },
  owner: 'emi@sora.test',
  members,
  style,
  news: false,
});
const hop = (host: string, to: string, kind: 'smart-host' | 'store-and-forward', domain = 'loop.test') => ({
  host,
  domain,
  via: kind === 'smart-host' ? { kind, to } : { kind, to, everyMinutes: 60 },
});

const circles: readonly [what: string, to: string, change: (world: World) => void][] = [
  [
    'an alias of itself',
    'a@yuki.test',
    (world) => void world.aliases.push({ address: 'a@yuki.test', to: ['a@yuki.test'] }),
  ],
  [
    'aliases over three domains, with a copy kept at each',
    'a@yuki.test',
    (world) =>
      void world.aliases.push(
        { address: 'a@yuki.test', to: ['a@niwa.test', 'chiyo@yuki.test'] },
        { address: 'a@niwa.test', to: ['a@hana.test', 'daichi@niwa.test'] },
        { address: 'a@hana.test', to: ['a@yuki.test', 'ben@hana.test'] },
      ),
  ],
  [
    'two hosts that send everything to each other',
    'x@loop.test',
    (world) =>
      void world.transports.push(
        hop('mx1.hana.test', 'mx2.hana.test', 'smart-host', '*') as never,
        hop('mx2.hana.test', 'mx1.hana.test', 'smart-host', '*') as never,
        hop('mx2.hana.test', 'gate.minato.test', 'smart-host') as never,
        hop('gate.minato.test', 'mx2.hana.test', 'smart-host') as never,
        hop('mx1.hana.test', 'mx2.hana.test', 'smart-host') as never,
      ),
  ],
  [
    'two hosts that collect for each other',
    'x@loop.test',
    (world) =>
      void world.transports.push(
        hop('mx1.hana.test', 'gate.minato.test', 'store-and-forward') as never,
        hop('gate.minato.test', 'mx2.hana.test', 'store-and-forward') as never,
        hop('mx2.hana.test', 'gate.minato.test', 'store-and-forward') as never,
      ),
  ],
  [
    'lists of each other in two domains beside members',
    'l@sora.test',
    (world) =>
      void world.lists.push(
        list('l@sora.test', ['m@yuki.test', 'emi@sora.test'], 'classic'),
        list('m@yuki.test', ['l@sora.test', 'chiyo@yuki.test'], 'modern'),
      ),
  ],
];

function isCalm(lab: Lab): void {
  const bounces = events(lab, 'queued').filter(({ why }) => why === 'bounce');
  expect(bounces.length).toBeLessThanOrEqual(1);
  const hops = new Map<string, number>();
  for (const { why, mail } of events(lab, 'queued'))
    if (why === 'relayed') hops.set(mail ?? '', (hops.get(mail ?? '') ?? 0) + 1);
  expect(Math.max(0, ...hops.values())).toBeLessThanOrEqual(50);
}

test.each(circles)('%s', async (_, to, change) => {
  const lab = await labWith({ world: worldWith(change) });
  await lab.send({ from: 'aiko@hana.test', to: [to], ...plain });
  await lab.settled();
  await lab.advance(WEEK);
  expect(await lab.queue()).toEqual([]);
  isCalm(lab);
  for (const { address } of lab.status().users)
    expect((await inbox(lab, address)).filter((mail) => !mail.includes('multipart/report')).length).toBeLessThanOrEqual(
      1,
    );
});

test('a report to a sender whose name leads to the address that is broken ends there', async () => {
  const lab = await labWith({
    world: worldWith((world) => void world.aliases.push({ address: 'back@yuki.test', to: ['x@mu.test'] })),
  });
  await lab.send({ from: 'back@yuki.test', to: ['x@mu.test', 'nobody@niwa.test'], ...plain, forged: true });
  await lab.send({ from: 'back@yuki.test', to: ['back@yuki.test'], ...plain, forged: true });
  await lab.settled();
  await lab.advance(WEEK);
  expect(await lab.queue()).toEqual([]);
  isCalm(lab);
});

/** A mail that no program would write: no Message-ID, no header at all. */
async function bare(lab: Lab, host: string, to: string): Promise<string> {
  const at = lab.status().hosts.find(({ name }) => name === host);
  const socket = connect({ host: at?.address ?? '', port: at?.smtp ?? 0 });
  return new Promise((tell) => {
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => tell(heard));
    socket.write(`EHLO x\r\nMAIL FROM:<aiko@hana.test>\r\nRCPT TO:<${to}>\r\nDATA\r\nno header\r\n.\r\nQUIT\r\n`);
  });
}

test.each(['classic', 'modern'] as const)(
  'three %s lists that contain each other, and a mail without a name: nobody is flooded',
  async (style) => {
    const lab = await labWith({
      world: worldWith((world) => {
        world.lists = [
          list('l@sora.test', ['m@yuki.test', 'n@niwa.test', 'emi@sora.test'], style),
          list('m@yuki.test', ['l@sora.test', 'n@niwa.test', 'chiyo@yuki.test'], style),
          list('n@niwa.test', ['l@sora.test', 'm@yuki.test', 'daichi@niwa.test'], style),
        ];
      }),
    });
    expect(await bare(lab, 'mail.sora.test', 'l@sora.test')).toMatch(/^250 2\.0\.0 Queued/m);
    await lab.settled();
    await lab.advance(WEEK);
    expect(await lab.queue()).toEqual([]);
    const counts = await Promise.all(
      ['emi@sora.test', 'chiyo@yuki.test', 'daichi@niwa.test'].map(async (one) => (await inbox(lab, one)).length),
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    isCalm(lab);
  },
  60_000,
);
