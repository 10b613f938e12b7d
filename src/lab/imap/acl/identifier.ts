/** Who a line of an access list is about: an address of the world, or `anyone`; with `-` before it, what is taken away. RFC 4314 §2. */
import type { World } from '../../../contract/lab/world.ts';
import { userOf } from '../../around.ts';
import { no } from '../refusal.ts';

/** From octets (Latin-1). @throws Refusal NO where the world has nobody of that name */
export function identifierOf(world: World, octets: string): string {
  const text = Buffer.from(octets, 'latin1').toString('utf8').toLowerCase();
  const sign = text.startsWith('-') ? '-' : '';
  const name = text.slice(sign.length);
  if (name === 'anyone') return text;
  const user = userOf(world, name);
  if (user === undefined) throw no('There is nobody of that name here');
  return sign + user.address;
}
