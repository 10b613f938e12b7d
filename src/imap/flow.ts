/**
 * imapflow as we use it: over our own wire, with the few internals that it does not type. The version is pinned exactly, and
 * test/imap notices when one of them changes.
 */
import type { Duplex, Transform } from 'node:stream';
import { ImapFlow, type ImapTransport } from 'imapflow';
import type { ImapLimits, ImapOptions } from './types.ts';

/** A token of a parsed response. */
export interface Token {
  readonly type?: string;
  readonly value?: unknown;
  readonly section?: readonly (Token | readonly Token[] | null)[];
}
export interface Response {
  readonly command?: string;
  readonly attributes?: readonly (Token | readonly Token[] | null)[];
}
interface Answer {
  readonly response: Response;
  /** Must be called before the next command: the reader waits for it. */
  next(): void;
}
export interface ExecOptions {
  readonly untagged?: Readonly<Record<string, (response: Response) => void | Promise<void>>>;
  readonly onPlusTag?: (response: Response) => Promise<void> | void;
  readonly [other: string]: unknown;
}
interface Received {
  readonly payload: Buffer;
  readonly literals: Buffer[];
}

/** What is marked @internal in imapflow 2.10.2. */
interface Internals {
  commands: Map<string, (flow: unknown, work: () => Promise<unknown>) => Promise<unknown>>;
  exec(command: string, attributes?: unknown, options?: ExecOptions): Promise<Answer>;
  run(command: string, ...args: unknown[]): Promise<unknown>;
  handleResponse(data: Received): Promise<boolean>;
  untaggedHandlers: Partial<Record<string, (response: Response) => Promise<void> | void>>;
  write(chunk: string | Buffer): void;
  compress(): Promise<void>;
  folders: Map<string, unknown>;
  namespace: { prefix: string; delimiter: string } | false;
  namespaces?: Readonly<Record<'other' | 'shared', readonly { prefix: string }[] | false>>;
  byeReason?: string;
  streamer: Transform;
  writeSocket: Duplex;
  _inflate?: unknown;
}
export type Flow = Omit<ImapFlow, keyof Internals> & Internals;

export interface FlowEvents {
  /** A command is about to be sent. */
  command(name: string): void;
  /** Whether an answer is owed: not while only an IDLE stands that the server has taken. */
  owed(owed: boolean): void;
  /** The connection broke; it closes next. */
  failed(error: Error): void;
  /** The server took IDLE. */
  idling(): void;
  /** COMPRESS was agreed: the clear text is in here from now on. */
  compressed(): { server(chunk: Buffer): void; client(chunk: Buffer): void } | null;
}

export function makeFlow(o: ImapOptions, limits: ImapLimits, transport: ImapTransport, events: FlowEvents): Flow {
  const { host, port, security } = o.server;
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'implicit',
    // 'starttls' never goes on without it; 'none' never upgrades: what the user chose by name is what happens.
    ...(security === 'implicit' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: o.auth === 'xoauth2' ? { user: o.user, accessToken: o.password } : { user: o.user, pass: o.password },
    clientInfo: { name: 'Tegami', version: '', vendor: '', 'support-url': '' },
    // The tap is ours, and imapflow's own log would need its own redaction.
    logger: false,
    qresync: true,
    disableBinary: true,
    autoIdleDelay: limits.idleAfterMs,
    maxIdleTime: limits.idleRestartMs,
    maxLineLength: limits.line,
    maxLiteralSize: limits.literal,
    maxResponseSize: limits.response,
    // Deadlines are ours: one for the whole connect (open.ts), and silence by the wire.
    connectionTimeout: never,
    greetingTimeout: never,
    socketTimeout: never,
    transport,
  });
  // Before connect: without a listener Node would end the process. What it says reaches us as rejection and by 'close'.
  client.on('error', (error) => events.failed(error));
  const flow = client as unknown as Flow;
  flow.commands = new Map(flow.commands).set(converse, (_, work) => work());
  watchCommands(flow, events);
  watchCompression(flow, events);
  return flow;
}

/** As imapflow's own functions take it. */
export function asImapFlow(flow: Flow): ImapFlow {
  return flow as unknown as ImapFlow;
}

/** The longest time that a timer can have. */
const never = 0x7fffffff;
const converse = 'TEGAMI';

/** Runs commands of our own (exec) as imapflow runs its own: IDLE is broken before and begun again after. */
export async function conversation<T>(flow: Flow, work: () => Promise<T>): Promise<T> {
  return (await flow.run(converse, work)) as T;
}

/** One command whose arguments are written as they stand; they must have been checked. @throws what the server refused */
export async function say(
  flow: Flow,
  command: string,
  verbatim: string | null,
  options?: ExecOptions,
): Promise<Response> {
  return exec(flow, command, verbatim === null ? null : [{ type: 'TEXT', value: verbatim }], options);
}

export async function exec(
  flow: Flow,
  command: string,
  attributes: readonly unknown[] | null,
  options?: ExecOptions,
): Promise<Response> {
  const answer = await flow.exec(command, attributes ?? false, options);
  answer.next();
  return answer.response;
}

function watchCommands(flow: Flow, events: FlowEvents): void {
  let pending = 0;
  let resting = false;
  const tell = () => events.owed(pending > (resting ? 1 : 0));
  const send = flow.exec.bind(flow);
  flow.exec = (command, attributes, options) => {
    const idle = command === 'IDLE';
    let own = options;
    if (idle) {
      own = {
        ...options,
        async onPlusTag(response: Response) {
          resting = true;
          tell();
          events.idling();
          await options?.onPlusTag?.(response);
        },
      };
    }
    pending++;
    events.command(command);
    tell();
    const settled = () => {
      pending--;
      if (idle) resting = false;
      tell();
    };
    const answer = send(command, attributes, own);
    answer.then(settled, settled);
    return answer;
  };
  const write = flow.write.bind(flow);
  flow.write = (chunk) => {
    if (chunk === 'DONE') {
      resting = false;
      tell();
    }
    write(chunk);
  };
}

/** RFC 4978: the wire's tap would see deflated octets only. */
function watchCompression(flow: Flow, events: FlowEvents): void {
  const compress = flow.compress.bind(flow);
  flow.compress = async () => {
    await compress();
    if (!flow._inflate) return;
    const tap = events.compressed();
    if (!tap) return;
    const { streamer, writeSocket } = flow;
    const transform = streamer._transform.bind(streamer);
    streamer._transform = (chunk: Buffer, encoding, next) => {
      tap.server(chunk);
      transform(chunk, encoding, next);
    };
    const write = writeSocket.write.bind(writeSocket) as (chunk: Buffer) => boolean;
    writeSocket.write = (chunk: Buffer) => {
      tap.client(chunk);
      return write(chunk);
    };
  };
}
