/** One connection of a client: who calls, what is told of it in the trace, and its channel. */
import type { Socket } from 'node:net';
import type { TraceReport } from '../../contract/lab/trace.ts';
import type { Around } from '../around.ts';
import type { Conversation } from '../trace/conversations.ts';
import { Channel } from './channel.ts';
import type { LineLimits } from './limits.ts';
import type { Encoding } from './output.ts';

export interface ConnectionOptions {
  readonly protocol: 'smtp' | 'submission' | 'pop3' | 'imap';
  /** TLS from the first octet on. */
  readonly implicitTls: boolean;
  readonly encoding: Encoding;
  readonly limits: LineLimits;
}

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** What a conversation reports; host and connection are added. */
export type Told = Without<TraceReport, 'host' | 'connection'>;

export class Connection {
  readonly around: Around;
  readonly channel: Channel;
  /** Port and address of the client's end, as `address:port`. */
  readonly remote: string;
  readonly #o: ConnectionOptions;
  readonly #port: number;
  readonly #conversation: Conversation;
  readonly #caller: () => Caller;
  /** Who calls, as far as it is known by now. */
  client: Caller;
  /** What happened before that was known. */
  #untold: TraceReport[] | null = [];
  /** Whatever is said in a handshake here is no TLS: a fault. */
  spoilsTls = false;

  constructor(around: Around, socket: Socket, o: ConnectionOptions) {
    this.around = around;
    this.#o = o;
    this.#port = socket.localPort ?? 0;
    this.remote = `${(socket.remoteAddress ?? '').replace(/^::ffff:/, '')}:${socket.remotePort ?? 0}`;
    this.#caller = () => callerOf(around, socket);
    this.client = this.#caller();
    this.#conversation = around.trace.converse({
      protocol: o.protocol,
      client: this.client.name,
      server: around.host,
      port: this.#port,
    });
    this.channel = new Channel(socket, this.#conversation, { ...o, onHeard: () => this.#meet() });
    if (around.places.ownAddresses) this.#meet();
  }

  /** Its name in the trace. */
  get id(): string {
    return this.#conversation.id;
  }

  /** `mail`: the trace's name of what it is about. */
  tell(told: Told, mail?: string): void {
    const report = { ...told, host: this.around.host, connection: this.id } as TraceReport;
    if (mail !== undefined) report.mail = mail;
    if (this.#untold !== null) this.#untold.push(report);
    else this.around.trace.tell(report);
  }

  /** The server's side of a handshake. Gives the TLS version; null: there is none, and so no conversation. */
  async secure(): Promise<string | null> {
    const { around, channel } = this;
    const context = around.secure();
    if (context === null || this.spoilsTls) {
      channel.spoilHandshake();
      return null;
    }
    const version = await channel.secure(context);
    if (version === null) return null;
    this.#meet();
    const verified = around.world().hosts.find(({ name }) => name === around.host)?.tls === 'good';
    this.tell({ kind: 'tls', version, verified });
    return version;
  }

  /** What is to be said goes out, and that was all. */
  async end(): Promise<void> {
    const { channel } = this;
    await channel.end();
    this.#meet();
    this.tell({ kind: 'closed', why: channel.why ?? 'dropped', ...channel.octets });
    this.#conversation.end();
  }

  /** The caller is known now, at the latest: where all have one address, Places learns who calls after the connection is there. */
  #meet(): void {
    const untold = this.#untold;
    if (untold === null) return;
    this.#untold = null;
    this.client = this.#caller();
    this.#conversation.name(this.client.name);
    const { protocol, implicitTls } = this.#o;
    this.tell({ kind: 'connected', protocol, client: this.client.name, port: this.#port, tls: implicitTls });
    for (const report of untold) this.around.trace.tell(report);
  }
}

interface Caller {
  readonly address: string;
  /** Of a host of the world, else the address. */
  readonly name: string;
}

function callerOf(around: Around, socket: Socket): Caller {
  const address = around.places.callerOf(socket);
  return { address, name: around.world().hosts.find((host) => host.address === address)?.name ?? address };
}
