/** The world of the comparison: a company whose mailboxes are read, and somebody outside who writes to it. */
import { World, type WorldInput } from '../../contract/lab/world.ts';

const password = 'tegami';

const input: WorldInput = {
  version: 1,
  name: 'Tegami, compare',
  seed: 20_261_121,
  domains: [
    {
      name: 'kaisha.test',
      title: { en: 'Kaisha, whose mailboxes are read', ja: '会社　メールボックスを読む側' },
      mailboxes: 'mail.kaisha.test',
      submission: 'mail.kaisha.test',
      accepts: ['mail.kaisha.test'],
      // Letters come from everywhere, and there is no everywhere here.
      checks: 'off',
    },
    {
      name: 'tomo.test',
      title: { en: 'Tomo, who writes from outside', ja: '友　外から手紙を出す側' },
      mailboxes: 'mail.tomo.test',
      submission: 'mail.tomo.test',
      accepts: ['mail.tomo.test'],
      forging: 'allowed',
      checks: 'off',
    },
  ],
  hosts: [
    { name: 'ns.kaisha.test', address: '127.44.0.53', roles: ['dns'], tls: 'none', at: { x: 2, y: 0 } },
    { name: 'mail.kaisha.test', address: '127.44.0.11', roles: ['submission', 'mx', 'mailbox'], at: { x: 1, y: 1 } },
    { name: 'mail.tomo.test', address: '127.44.0.21', roles: ['submission', 'mx', 'mailbox'], at: { x: 3, y: 1 } },
  ],
  users: [{ address: 'yuko@tomo.test', password, name: 'Yuko Mori' }],
  aliases: [],
  lists: [],
  transports: [],
  zones: [
    { origin: 'kaisha.test', records: [{ name: '@', type: 'MX', preference: 10, exchange: 'mail.kaisha.test' }] },
    { origin: 'tomo.test', records: [{ name: '@', type: 'MX', preference: 10, exchange: 'mail.tomo.test' }] },
  ],
  faults: [],
  // As large as a `deliver` step may ask for, in base64.
  queue: { maxSize: 150_000_000 },
  clock: { mode: 'real' },
};

export const outsider = 'yuko@tomo.test';
export const domain = 'kaisha.test';
/** Where its mailboxes lie. */
export const mailHost = 'mail.kaisha.test';

export const compareWorld = (): World => World.parse(input);

/** The same world in which these people have mailboxes. */
export function withUsers(world: World, names: readonly string[]): World {
  const own = world.users.filter(({ address }) => address === outsider);
  return {
    ...world,
    users: [...own, ...names.map((name) => ({ address: `${name}@${domain}`, password, name, quota: null, owns: [] }))],
  };
}
