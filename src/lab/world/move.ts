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
  octets[2] = ((octets[2] ?? 0) + by + 256) % 256;
  return octets.join('.');
}

/** A world that was written where another lab lay, at the place of this one. One whose hosts lie in several places is left as it is. */
export function movedTo(world: World, place: World): World {
  const [from, to] = [thirdOctet(world), thirdOctet(place)];
  return from === null || to === null || from === to ? world : moveWorld(world, to - from + 256);
}

function thirdOctet({ hosts }: World): number | null {
  const octets = new Set(hosts.map(({ address }) => Number(address.split('.')[2])));
  return octets.size === 1 ? ([...octets][0] ?? null) : null;
}
