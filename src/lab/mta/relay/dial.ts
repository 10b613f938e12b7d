/** Opens a connection from one host of the lab to another. Never to anywhere but this machine. */
import { connect, type Socket } from 'node:net';
import { MailError } from '../../../base/errors.ts';
import type { Around } from '../../around.ts';
import { hostOf } from '../../around.ts';
import type { Place } from '../../places/places.ts';
import type { RelayLimits } from './limits.ts';
import { Line } from './line.ts';

export const isLoopback = (address: string): boolean => /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(address);

export interface Dialled {
  readonly around: Around;
  readonly place: Place;
  readonly limits: RelayLimits;
  readonly signal: AbortSignal;
}

/** @throws MailError no-route for an address that is not of this machine; connection-refused, connect-timeout, cancelled */
export async function dial({ around, place, limits, signal }: Dialled): Promise<Line> {
  const { address, port } = place;
  const peer = `${address}:${port}`;
  const failure = (reason: 'no-route' | 'connection-refused' | 'connect-timeout' | 'cancelled', cause?: unknown) =>
    new MailError({ kind: 'unreachable', at: 'mta.relay', reason, advice: 'retry-later', peer }, cause);
  if (!isLoopback(address)) throw failure('no-route');
  if (signal.aborted) throw failure('cancelled');
  const own = hostOf(around.world(), around.host)?.address ?? '127.0.0.1';
  const socket = connect({ host: address, port, localAddress: around.places.bindFor(own), noDelay: true });
  try {
    await connected(socket, limits.connectMs, signal, failure);
  } catch (thrown) {
    socket.on('error', () => {});
    socket.destroy();
    throw thrown;
  }
  around.places.calling(own, socket);
  const line = new Line(socket, limits, isOfTheLab(around, place) ? null : conversation(around, place));
  const abort = (): void => line.destroy();
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abort));
  return line;
}

type Failure = (reason: 'connection-refused' | 'connect-timeout' | 'cancelled', cause?: unknown) => MailError;

function connected(socket: Socket, ms: number, signal: AbortSignal, failure: Failure): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const abort = (): void => done(() => reject(failure('cancelled')));
    const timer = setTimeout(() => done(() => reject(failure('connect-timeout'))), ms);
    const done = (then: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      then();
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => done(resolve));
    socket.once('error', (error) => done(() => reject(failure('connection-refused', error))));
  });
}

/** A server of ours records what is said; of another's we have only our end. */
function isOfTheLab({ places, world }: Around, { address, port }: Place): boolean {
  return world().hosts.some((host) =>
    (['smtp', 'submission', 'submissions'] as const).some((service) => {
      const at = places.find(host.address, service);
      return at !== null && at.address === address && at.port === port;
    }),
  );
}

const conversation = ({ trace, host }: Around, { address, port }: Place) =>
  trace.converse({ protocol: 'smtp', client: host, server: address, port });
