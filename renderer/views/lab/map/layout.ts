/** Where houses stand on a map of a given width, which of them share a plot, and which ways the world prescribes. Pure; in CSS pixels. */
import type { Localized, World, WorldHost } from '../../../../src/contract/lab/world.ts';

export interface House {
  readonly host: WorldHost;
  readonly x: number;
  readonly y: number;
  /** The name within its plot: `mx1` of mx1.hana.test. */
  readonly label: string;
}

/** The houses of one domain. */
export interface Plot {
  readonly name: string;
  readonly title: Localized | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly houses: readonly House[];
  readonly plots: readonly Plot[];
}

/** Room at the edges and between two rows; a house with its label is about 64 by 70. */
const edge = { x: 76, top: 50, bottom: 40 };
const row = 98;

export function layout(world: Pick<World, 'hosts' | 'domains'>, width: number): Layout {
  const { hosts, domains } = world;
  const xs = hosts.map(({ at }) => at.x);
  const ys = [...new Set(hosts.map(({ at }) => at.y))].sort((a, b) => a - b);
  const left = Math.min(...xs);
  const span = Math.max(1, Math.max(...xs) - left);
  const names = domains.map(({ name }) => name);
  const houses = hosts.map((host) => {
    const plot = plotOf(host.name, names);
    return {
      host,
      x: Math.round(edge.x + ((host.at.x - left) / span) * (width - 2 * edge.x)),
      y: edge.top + ys.indexOf(host.at.y) * row,
      label: host.name === plot ? host.name : host.name.slice(0, -plot.length - 1),
    };
  });
  const groups = new Map<string, House[]>();
  for (const house of houses) {
    const plot = plotOf(house.host.name, names);
    // DNS is asked by all and belongs to nobody's mail: it stands apart.
    const key = house.host.roles.includes('dns') && house.host.roles.length === 1 ? `${plot} dns` : plot;
    groups.set(key, [...(groups.get(key) ?? []), house]);
  }
  const plots = [...groups].map(([key, some]) => around(key, some, domains));
  return { width, height: edge.top + (ys.length - 1) * row + edge.bottom + 18, houses, plots };
}

/** The domain of the world that a host's name lies in; else the name without its first part. */
function plotOf(host: string, domains: readonly string[]): string {
  const own = domains.find((name) => host === name || host.endsWith(`.${name}`));
  return own ?? host.slice(host.indexOf('.') + 1);
}

function around(key: string, houses: readonly House[], domains: World['domains']): Plot {
  const [name = key] = key.split(' ');
  const xs = houses.map(({ x }) => x);
  const ys = houses.map(({ y }) => y);
  const x = Math.min(...xs) - 40;
  const y = Math.min(...ys) - 46;
  return {
    name,
    title: key.endsWith(' dns') ? null : (domains.find((domain) => domain.name === name)?.title ?? null),
    x,
    y,
    width: Math.max(...xs) + 40 - x,
    height: Math.max(...ys) + 50 - y,
  };
}

export interface Prescribed {
  readonly from: string;
  readonly to: string;
  readonly kind: 'smart-host' | 'store-and-forward' | 'backup';
}

/** Ways that hold for every mail: routes before MX, and from a backup exchanger to the mailboxes. */
export function prescribed(world: Pick<World, 'transports' | 'domains'>): Prescribed[] {
  const routes = world.transports.flatMap(({ host, via }) =>
    via.kind === 'fixed' ? [] : [{ from: host, to: via.to, kind: via.kind }],
  );
  const backups = world.domains.flatMap(({ accepts, mailboxes }) =>
    mailboxes === null
      ? []
      : accepts
          .filter((host) => host !== mailboxes)
          .map((host) => ({ from: host, to: mailboxes, kind: 'backup' as const })),
  );
  const seen = new Set(routes.map(({ from, to }) => `${from} ${to}`));
  return [...routes, ...backups.filter(({ from, to }) => !seen.has(`${from} ${to}`))];
}

/** A way from one point to another in a light bow, so that there and back are two lines; with its middle, and where it points at its end. */
export function bow(from: Point, to: Point): { path: string; middle: Point; end: Point; angle: number } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const far = Math.hypot(dx, dy) || 1;
  const out = Math.min(26, far * 0.14);
  const bend = { x: (from.x + to.x) / 2 + (dy / far) * out, y: (from.y + to.y) / 2 - (dx / far) * out };
  return {
    path: `M ${from.x} ${from.y} Q ${Math.round(bend.x)} ${Math.round(bend.y)} ${to.x} ${to.y}`,
    middle: { x: (from.x + to.x) / 4 + bend.x / 2, y: (from.y + to.y) / 4 + bend.y / 2 },
    end: to,
    angle: (Math.atan2(to.y - bend.y, to.x - bend.x) * 180) / Math.PI,
  };
}
interface Point {
  readonly x: number;
  readonly y: number;
}
