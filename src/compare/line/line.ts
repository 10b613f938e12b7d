/** A line between one machine and its servers: simulated at the socket, and counted there. */
import type { Link } from '../../contract/compare/machine.ts';

/** Structurally the Route of src/net: where a connection to this server is really made. */
export type Route = (server: {
  readonly host: string;
  readonly port: number;
}) => Promise<{ host: string; port: number }>;

export interface Line {
  readonly route: Route;
  /** Octets that passed, as its own sockets counted them. In: towards the machine. */
  readonly counted: { readonly bytesIn: number; readonly bytesOut: number };
  /** Ms that the line simulated needed for what passed so far. */
  readonly ms: number;
  /** Cuts every connection and lets no new one through (no-route) until `up`. */
  down(): void;
  up(): void;
  /** Nothing passes any more, and nothing is lost, until `go`. */
  hold(): void;
  go(): void;
  /** Resolves once nothing is on its way any more, so that the numbers are those of all that was said; at once while it is held. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** `pace`: so many times faster than the line that is simulated do the octets really pass. */
export interface LineOptions {
  readonly link: Link;
  readonly pace: number;
}
