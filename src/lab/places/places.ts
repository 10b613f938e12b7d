/**
 * Where the world's addresses really are. With addresses of their own (Linux) a host's address is where it listens; where the system
 * has 127.0.0.1 only (macOS), each service has a port of its own there, and callers are told apart by the port they call from.
 */
import type { Socket } from 'node:net';

export type Service = 'dns' | 'smtp' | 'submission' | 'submissions' | 'pop3' | 'pop3s' | 'imap' | 'imaps';

/** The ports that are used where each host has its own address: the well-known ones with a digit before, because those below 1024 are privileged. */
export const usualPorts: Readonly<Record<Service, number>> = {
  dns: 2053,
  smtp: 2525,
  submission: 2587,
  submissions: 2465,
  pop3: 2110,
  pop3s: 2995,
  imap: 2143,
  imaps: 2993,
};

export interface Place {
  readonly address: string;
  readonly port: number;
}

export class Places {
  /** False: everything is on 127.0.0.1. */
  readonly ownAddresses: boolean;
  readonly #at = new Map<string, Place>();
  readonly #callers = new Map<string, string>();
  readonly #carried = new Map<string, string>();

  constructor(ownAddresses: boolean) {
    this.ownAddresses = ownAddresses;
  }

  /** A service of a host (named by its world address) listens here now. */
  open(worldAddress: string, service: Service, place: Place): void {
    this.#at.set(`${worldAddress}/${service}`, place);
  }

  shut(worldAddress: string, service: Service): void {
    this.#at.delete(`${worldAddress}/${service}`);
  }

  /** Null: nothing of the world listens there (a dead host, or an address outside the world). */
  find(worldAddress: string, service: Service): Place | null {
    return this.#at.get(`${worldAddress}/${service}`) ?? null;
  }

  /** Where a host of the world must bind a socket that it calls from. */
  bindFor(worldAddress: string): string {
    return this.ownAddresses ? worldAddress : '127.0.0.1';
  }

  /** A connected socket is one of this host's calls. The server asks for it by `callerOf`, after the first command at the earliest. */
  calling(worldAddress: string, socket: Socket): void {
    const key = `${socket.localAddress}:${socket.localPort}`;
    this.#callers.set(key, worldAddress);
    socket.once('close', () => this.#callers.delete(key));
  }

  /** The world's address of who is at the other end of an accepted socket; the socket's own where it is no host of the world. */
  callerOf(socket: Socket): string {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    return this.#callers.get(`${address}:${socket.remotePort}`) ?? address;
  }

  /** What this socket of ours hands over next is that mail, by its name in the trace. */
  carries(socket: Socket, mail: string): void {
    const key = `${socket.localAddress}:${socket.localPort}`;
    if (!this.#carried.has(key)) socket.once('close', () => this.#carried.delete(key));
    this.#carried.set(key, mail);
  }

  /** The mail that comes from there (`address:port` of the client's end); null: it is new to this lab. */
  carriedFrom(remote: string): string | null {
    return this.#carried.get(remote) ?? null;
  }
}
