/** Which addresses of 127.0.0.0/8 the lab may have: each host its own where the system gives them, else all on 127.0.0.1. */
import { createServer } from 'node:net';

export interface Network {
  readonly ownAddresses: boolean;
  /** Places to try, one after the other: by how much the world's third octet is moved. */
  readonly moves: readonly number[];
}

const PLACES = 120;

export async function openNetwork({ anywhere, one }: { anywhere: boolean; one: boolean }): Promise<Network> {
  const ownAddresses = !one && (await canListenOn('127.44.0.1'));
  const first = anywhere ? 1 + Math.floor(Math.random() * 200) : 0;
  return { ownAddresses, moves: Array.from({ length: ownAddresses ? PLACES : 1 }, (_, i) => (first + i) % 256) };
}

/** Linux and Windows route the whole of 127/8 to themselves; macOS knows 127.0.0.1 alone. */
function canListenOn(address: string): Promise<boolean> {
  return new Promise((tell) => {
    const server = createServer();
    server.once('error', () => tell(false));
    server.listen(0, address, () => server.close(() => tell(true)));
  });
}
