/** A TCP connection to a name: every address gets its chance, within one deadline. */
import { lookup } from 'node:dns/promises';
import { isIP, type Socket, connect as tcp } from 'node:net';
import { MailError } from '../base/errors.ts';
import { asNetError, cancelledError } from './errors.ts';
import { limits } from './limits.ts';

const at = 'net.connect';

export interface Deadline {
  /** Rejects when the time is over or the caller gave up; never resolves. */
  readonly over: Promise<never>;
  done(): void;
}

/** One deadline for the steps of a connection; the error says where the time was lost. */
export function deadline(ms: number, where: () => string, peer: string, signal: AbortSignal | undefined): Deadline {
  let done = () => {};
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new MailError({ kind: 'unreachable', at: where(), reason: 'connect-timeout', advice: 'retry-later', peer }),
        ),
      ms,
    );
    const abort = () => reject(cancelledError(where(), peer));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  over.catch(() => {});
  return { over, done: () => done() };
}

/** @throws MailError name-not-found, connection-refused, no-route, connect-timeout, cancelled */
export async function connectTcp(host: string, port: number, peer: string, limit: Deadline): Promise<Socket> {
  const addresses = await Promise.race([addressesOf(host, peer), limit.over]);
  return race(addresses, port, peer, limit);
}

async function addressesOf(host: string, peer: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  try {
    return interleave((await lookup(host, { all: true, verbatim: true })).map((found) => found.address));
  } catch (thrown) {
    throw asNetError(thrown, at, peer);
  }
}

/** RFC 8305 §4: families take turns, so that one that does not work costs one wait only. */
function interleave(addresses: readonly string[]): string[] {
  const first = isIP(addresses[0] ?? '');
  const one = addresses.filter((address) => isIP(address) === first);
  const other = addresses.filter((address) => isIP(address) !== first);
  return one.flatMap((address, i) => [address, ...(other[i] ? [other[i]] : [])]).concat(other.slice(one.length));
}

function race(addresses: readonly string[], port: number, peer: string, limit: Deadline): Promise<Socket> {
  const open = new Set<Socket>();
  const errors: MailError[] = [];
  let timer: NodeJS.Timeout | undefined;
  const won = new Promise<Socket>((resolve, reject) => {
    let next = 0;
    const attempt = () => {
      clearTimeout(timer);
      const address = addresses[next++];
      if (address === undefined) {
        if (open.size === 0) reject(mostTelling(errors));
        return;
      }
      const socket = tcp({ host: address, port });
      open.add(socket);
      socket.once('error', (thrown) => {
        open.delete(socket);
        errors.push(asNetError(thrown, at, peer));
        attempt();
      });
      socket.once('connect', () => {
        open.delete(socket);
        socket.removeAllListeners('error');
        socket.on('error', () => {}); // until its owner listens
        resolve(socket);
      });
      timer = setTimeout(attempt, limits.nextAddressMs);
    };
    attempt();
  });
  return Promise.race([won, limit.over]).finally(() => {
    clearTimeout(timer);
    for (const socket of open)
      socket
        .removeAllListeners()
        .on('error', () => {})
        .destroy();
  });
}

/** Of several addresses' failures the one that says most: a refusal proves that the host is there. */
function mostTelling(errors: readonly MailError[]): MailError {
  const order = ['connection-refused', 'reset', 'connect-timeout', 'no-route'];
  const rank = (error: MailError) => (order.indexOf(error.reason) + 9) % 9;
  return [...errors].sort((a, b) => rank(a) - rank(b))[0] as MailError;
}
