import { expect, test } from 'vitest';
import type { World } from '../../../src/contract/lab/world.ts';
import { checkWorld } from '../../../src/lab/world/check.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { movedTo, moveWorld } from '../../../src/lab/world/move.ts';

function at<T>(list: readonly T[], i: number): T {
  const found = list[i];
  if (found === undefined) throw new Error(`there is no ${i}`);
  return found;
}

const problems = (change: (world: World) => void): string[] => {
  const world = defaultWorld();
  change(world);
  const checked = checkWorld(world);
  return 'problems' in checked ? checked.problems.map(({ path, en }) => `${path.join('.')}: ${en}`) : [];
};

test('the default world is sound, is JSON, and has what it promises', () => {
  const world = defaultWorld();
  expect(checkWorld(JSON.parse(JSON.stringify(world)))).toEqual({ world });
  expect(world.domains.length).toBeGreaterThanOrEqual(3);
  expect(world.users.length).toBeGreaterThanOrEqual(5);
});

test('each complaint names its place and says in both languages what is wrong', () => {
  const world = defaultWorld();
  world.users.push({ address: 'nobody@nowhere.test', password: 'x', name: '', quota: null, owns: [] });
  const checked = checkWorld(world);
  if (!('problems' in checked)) throw new Error('it was taken');
  expect(checked.problems).toHaveLength(1);
  expect(checked.problems[0]?.path).toEqual(['users', 6, 'address']);
  expect(checked.problems[0]?.en).toContain('nowhere.test');
  expect(checked.problems[0]?.ja).toContain('nowhere.test');
});

test.each<[string, (world: World) => void, string]>([
  ['a host that is not there', (w) => void (at(w.domains, 0).mailboxes = 'gone.test'), 'domains.0.mailboxes'],
  [
    'a host without mailboxes as the place of mailboxes',
    (w) => void (at(w.domains, 0).mailboxes = 'mx2.hana.test'),
    'domains.0.mailboxes',
  ],
  ['a name that is taken', (w) => void w.aliases.push({ address: 'aiko@hana.test', to: ['ben@hana.test'] }), 'aliases'],
  ['two hosts at one address', (w) => void (at(w.hosts, 1).address = at(w.hosts, 2).address), 'hosts.2.address'],
  [
    'a CNAME beside other records',
    (w) => void at(w.zones, 0).records.push({ name: '@', type: 'CNAME', ttl: 60, target: 'niwa.test' }),
    'records',
  ],
  [
    'a null MX beside another',
    (w) => void at(w.zones, 0).records.push({ name: '@', type: 'MX', ttl: 60, preference: 0, exchange: '.' }),
    'exchange',
  ],
  ['an address outside loopback', (w) => void (at(w.hosts, 0).address = '10.0.0.1'), 'hosts.0.address'],
  ['a world without DNS', (w) => void w.hosts.splice(0, 1), 'hosts'],
  [
    'a transport to a host that is not there',
    (w) => void (at(w.transports, 0).via = { kind: 'smart-host', to: 'gone.test' }),
    'transports.0.via.to',
  ],
])('%s is refused', (_what, change, where) => {
  expect(problems(change).join('\n')).toContain(where);
});

test('a key that no world has is a slip of the pen, and refused; so is a wrong kind of value, in Japanese too', () => {
  const world = defaultWorld();
  const checked = checkWorld({
    ...world,
    hosst: [],
    seed: 'x',
    domains: world.domains.map((domain) => ({ ...domain, forgign: 'allowed' })),
  });
  if (!('problems' in checked)) throw new Error('it was taken');
  const said = checked.problems.map(({ path, en, ja }) => `${path.join('.')}|${en}|${ja}`).join('\n');
  expect(said).toMatch(/^domains\.0\|.*forgign.*\|.*forgign/m);
  expect(said).toMatch(/^\|.*hosst/m);
  expect(said).toMatch(/^seed\|.*expected number.*\|値が正しくありません（[^A-Z]*数値/m);
});

test('what is no world at all is refused, not thrown', () => {
  for (const value of [null, 7, 'world', [], {}, { version: 2 }]) expect(checkWorld(value)).toHaveProperty('problems');
});

test('a world moves to other addresses and stays sound', () => {
  const moved = moveWorld(defaultWorld(), 7);
  expect(moved.hosts[0]?.address).toBe('127.44.7.53');
  expect(checkWorld(moved)).toEqual({ world: moved });
});

test('a world that was saved where another lab lay is opened where this one lies', () => {
  const here = moveWorld(defaultWorld(), 3);
  expect(movedTo(moveWorld(defaultWorld(), 9), here).hosts.map(({ address }) => address)).toEqual(
    here.hosts.map(({ address }) => address),
  );
  const scattered = { ...here, hosts: here.hosts.map((host, i) => ({ ...host, address: `127.44.${i}.1` })) };
  expect(movedTo(scattered, here)).toBe(scattered);
});
