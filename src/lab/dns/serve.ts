/** The world's name server: one port, UDP and TCP, authoritative for all zones of the world as it is when it is asked. */
import type { Around, Listening } from '../around.ts';
import type { Asked } from './asked.ts';
import { ownQuestions } from './own.ts';
import { listenTcp } from './tcp.ts';
import { listenUdp } from './udp.ts';
import type { ExtraRecord } from './zone.ts';
import { type ZoneData, zoneData } from './zone-data.ts';

export type { ExtraRecord } from './zone.ts';
/** Records beside the written ones (DKIM keys), for a question about `name`. It may take its time, as making a key does. */
export type ExtraRecords = (name: string) => readonly ExtraRecord[] | Promise<readonly ExtraRecord[]>;

/** How often a free port is sought that UDP has free as well. */
const PORTS_TRIED = 20;

/** @throws Error (EADDRINUSE, EADDRNOTAVAIL) where it cannot be bound. */
export async function serveDns(
  around: Around,
  bind: { readonly address: string; readonly port: number },
  extra: ExtraRecords = () => [],
  o: { readonly idleMs?: number } = {},
): Promise<Listening> {
  const asked: Asked = { around, own: ownQuestions(around.trace), zones: zonesAsTheyAre(around, extra) };
  for (let tried = 1; ; tried += 1) {
    const tcp = await listenTcp(asked, bind.address, bind.port, o.idleMs);
    try {
      const udp = await listenUdp(asked, bind.address, tcp.port);
      let closing: Promise<unknown> | null = null;
      return {
        address: bind.address,
        port: tcp.port,
        close: () => {
          closing ??= Promise.all([udp.close(), tcp.close()]);
          return closing.then(() => {});
        },
      };
    } catch (error) {
      await tcp.close();
      if (bind.port !== 0 || tried >= PORTS_TRIED) throw error;
    }
  }
}

/** Built anew when something that zones are made of is another, also where the world was changed in place. */
function zonesAsTheyAre(around: Around, extra: ExtraRecords): Asked['zones'] {
  let made: { readonly of: string; readonly zones: ZoneData } | null = null;
  const zones = (more: readonly ExtraRecord[]): ZoneData => {
    const world = around.world();
    const of = JSON.stringify([world.zones, world.hosts, more]);
    if (made?.of !== of) made = { of, zones: zoneData(world, more) };
    return made.zones;
  };
  return (name) => {
    const more = extra(name);
    return 'then' in more ? more.then(zones) : zones(more);
  };
}
