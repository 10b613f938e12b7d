/** The same world in another part of 127.0.0.0/8, because somebody else uses the first one. */
import type { World } from '../../contract/lab/world.ts';

/** Replaces the third octet of every host's address by `third` more. Records name hosts, so nothing else has to change. */
export function moveWorld(world: World, by: number): World {
  return {
    ...world,
    hosts: world.hosts.map((host) => ({ ...host, address: moved(host.address, by) })),
  };
}

function moved(address: string, by: number): string {
  const octets = address.split('.').map(Number);
  octets[2] = ((octets[2] ?? 0) + by) % 256;
  return octets.join('.');
}
