/**
 * What a host makes of a recipient, as the classic MTA does: own domain? then alias, list, user or unknown; else a transport; else the exchangers that DNS
 * names. Pure: the world in, a decision out. RFC 5321 §5, §6.
 */
import type { Domain, MailingList, Transport, World } from '../../contract/lab/world.ts';
import { domainOf } from '../around.ts';
import { isFaultAddress } from '../faults/by-address.ts';

export type Step =
  | { readonly decision: 'alias'; readonly to: readonly string[] }
  | { readonly decision: 'list'; readonly list: MailingList }
  | { readonly decision: 'mailbox'; readonly user: string }
  | { readonly decision: 'news'; readonly mailbox: string }
  | { readonly decision: 'unknown'; readonly said: string }
  | { readonly decision: 'loop'; readonly said: string }
  | Onward;
/** It goes on to another host. */
export type Onward =
  | { readonly decision: 'smart-host'; readonly to: string }
  | { readonly decision: 'fixed'; readonly address: string; readonly port: number }
  | { readonly decision: 'store-and-forward'; readonly to: string; readonly everyMinutes: number }
  | { readonly decision: 'exchangers'; readonly domain: string };

/** The public mailbox of a list stands in an envelope under this name; no address of the outside has it, for want of an @. */
const NEWS = '#news/';

/** `through`: the aliases and lists of this host by which the address was come upon. */
export function route(world: World, host: string, recipient: string, through: readonly string[] = []): Step {
  const address = recipient.toLowerCase();
  if (address.startsWith(NEWS)) return { decision: 'news', mailbox: recipient.slice(NEWS.length) };
  const name = domainOf(address);
  const domain = domainNamed(world, name);
  if (domain !== undefined && isFinal(domain, host)) return routeLocally(world, domain, address, through);
  const own = domain?.accepts.includes(host) === true;
  const transport = transportFor(world, host, name, own);
  if (transport === undefined) return { decision: 'exchangers', domain: name };
  const { via } = transport;
  switch (via.kind) {
    case 'smart-host':
      return { decision: 'smart-host', to: via.to };
    case 'fixed':
      return { decision: 'fixed', address: via.address, port: via.port };
    case 'store-and-forward':
      return { decision: 'store-and-forward', to: via.to, everyMinutes: via.everyMinutes };
  }
}

function routeLocally(world: World, domain: Domain, address: string, through: readonly string[]): Step {
  const again = through.includes(address);
  const user = world.users.find((one) => one.address === address);
  if (!again) {
    const to = aliasOf(world, domain, address);
    if (to !== null) return { decision: 'alias', to };
    const list = world.lists.find((one) => one.address === address);
    if (list !== undefined) return { decision: 'list', list };
  }
  // An alias of a user's own address that names the user once more means the mailbox: "keep a copy, and send one on".
  if (user !== undefined) return { decision: 'mailbox', user: user.address };
  if (again)
    return {
      decision: 'loop',
      said: `554 5.4.6 <${address}> leads back to itself: ${[...through, address].join(' -> ')}`,
    };
  return { decision: 'unknown', said: `550 5.1.1 <${address}> No such user here` };
}

/** Where a name leads on; null: it is no alias. Of a list, `-bounces`, `-owner` and `-request` are its owner (RFC 2142 §6). */
function aliasOf(world: World, domain: Domain, address: string): readonly string[] | null {
  const alias = world.aliases.find((one) => one.address === address);
  if (alias !== undefined) return alias.to;
  const known =
    world.users.some((one) => one.address === address) || world.lists.some((one) => one.address === address);
  if (known) return null;
  const list = world.lists.find((one) => besides(one.address).includes(address));
  if (list !== undefined) return [list.owner];
  // RFC 5321 §4.5.1: postmaster is always there.
  const first = world.users.find((one) => domainOf(one.address) === domain.name);
  if (first === undefined) return null;
  if (address === `postmaster@${domain.name}`) return [first.address];
  // `slow@` and its like: whoever gets past the fault has reached the postmaster.
  return isFaultAddress(address) ? [`postmaster@${domain.name}`] : null;
}

/** Reverse-path of what a list sends in the modern way. */
export const bouncesOf = (list: MailingList): string => beside(list.address, 'bounces');
export const ownerOf = (list: MailingList): string => beside(list.address, 'owner');
const besides = (list: string): string[] => ['bounces', 'owner', 'request'].map((word) => beside(list, word));
function beside(address: string, word: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}-${word}${address.slice(at)}`;
}
export const newsOf = (list: MailingList): string => NEWS + list.address.slice(0, list.address.lastIndexOf('@'));

/** The exact domain goes before `*`, and `*` is never what is one's own. */
function transportFor(world: World, host: string, domain: string, own: boolean): Transport | undefined {
  const here = world.transports.filter((one) => one.host === host);
  return here.find((one) => one.domain === domain) ?? (own ? undefined : here.find((one) => one.domain === '*'));
}

export function domainNamed(world: World, name: string): Domain | undefined {
  return world.domains.find((one) => one.name === name);
}

/** The mailboxes are here, or the domain has none and its names only lead elsewhere. */
export function isFinal(domain: Domain, host: string): boolean {
  return domain.mailboxes === null ? domain.accepts.includes(host) : domain.mailboxes === host;
}

/** Whether anybody answers to that name in its domain: what may be refused before a mail is taken. */
export function isKnown(world: World, address: string): boolean {
  const domain = domainNamed(world, domainOf(address));
  return domain !== undefined && routeLocally(world, domain, address.toLowerCase(), []).decision !== 'unknown';
}
