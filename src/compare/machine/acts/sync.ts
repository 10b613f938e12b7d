import { fetchAhead } from '../ahead.ts';
import { carry } from '../carried.ts';
import type { Doing } from './act.ts';

/** What waits goes to the server, what is new comes from there, and then what this machine fetches without being asked for. */
export const sync: Doing<'sync'> = async (site) => {
  const { program } = site;
  // A server that refuses one change is asked for what is new all the same.
  const refused = await carry(site).then(
    () => null,
    (thrown: unknown) => ({ thrown }),
  );
  await program.engine.handlers['sync.now']({ account: program.account });
  await fetchAhead(site);
  if (refused !== null) throw refused.thrown;
};
