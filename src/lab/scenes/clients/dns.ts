/** The stub resolver of a person's computer: asks the lab's name server, and nobody else. */
import { Resolver } from 'node:dns/promises';
import type { Lab } from '../../surface.ts';

export function stubResolver(lab: Lab): Resolver {
  const { address, port } = lab.status().dns;
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  resolver.setServers([`${address}:${port}`]);
  return resolver;
}
