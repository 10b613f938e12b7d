/** One conversation: what the client may say now, and what everybody who answers it needs. */

import type { Outcome, TraceReport } from '../../contract/lab/trace.ts';
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import type { Spool } from '../spool/store.ts';
import type { Channel } from './channel.ts';
import type { Maildrop } from './maildrop.ts';

/** RFC 1939 §3; UPDATE is what QUIT does. */
export type State = 'authorization' | 'transaction' | 'over';
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

export class Session {
  readonly around: Around;
  readonly spool: Spool;
  readonly channel: Channel;
  /** What the greeting said, for APOP: `<…@host>`. */
  readonly timestamp: string;
  /** Who calls: the name of a host of the world, or an address. */
  readonly machine: string;
  readonly #connection: string;
  state: State = 'authorization';
  maildrop: Maildrop | null = null;
  /** The end is near: by QUIT, or because we want no more. */
  why: 'quit' | 'refused' = 'quit';
  /** From USER, until the next command. */
  named: string | null = null;
  /** Whatever is said in a handshake here is no TLS: a fault. */
  badTls = false;
  /** Wrong passwords so far. */
  refusedSignIns = 0;
  /** Refused commands in a row. */
  errors = 0;

  constructor(o: {
    around: Around;
    spool: Spool;
    channel: Channel;
    timestamp: string;
    machine: string;
    connection: string;
  }) {
    this.around = o.around;
    this.spool = o.spool;
    this.channel = o.channel;
    this.timestamp = o.timestamp;
    this.machine = o.machine;
    this.#connection = o.connection;
  }

  /** The maildrop, in TRANSACTION. */
  get drop(): Maildrop {
    if (this.maildrop === null) throw new Error('no maildrop outside of TRANSACTION');
    return this.maildrop;
  }

  get user(): string {
    return this.maildrop?.owner ?? '';
  }

  tell(report: Without<TraceReport, 'host' | 'connection'>): void {
    this.around.trace.tell({ ...report, host: this.around.host, connection: this.#connection } as TraceReport);
  }

  end(why: 'quit' | 'refused'): void {
    this.state = 'over';
    this.why = why;
  }

  /** `+OK text`, and what follows it in the same breath. */
  async ok(text: string, more = ''): Promise<void> {
    this.errors = 0;
    this.#replied(`+OK ${text}`, 'passed');
    await this.channel.write(`+OK ${text}\r\n${more}`);
  }

  /** `code`: RFC 2449 §8, RFC 3206, in brackets. */
  async err(text: string, code?: 'IN-USE' | 'AUTH' | 'SYS/TEMP' | 'SYS/PERM'): Promise<void> {
    this.errors++;
    const line = `-ERR ${code === undefined ? '' : `[${code}] `}${oneLine(text)}`;
    this.#replied(line, code === 'IN-USE' || code === 'SYS/TEMP' ? 'waiting' : 'refused');
    await this.channel.write(`${line}\r\n`);
  }

  /** `+ ` and nothing: the client's turn. RFC 5034 §4. */
  async goOn(): Promise<void> {
    this.#replied('+ ', 'passed');
    await this.channel.write('+ \r\n');
  }

  /** An answer of which the rest comes in pieces. */
  async begin(text: string): Promise<void> {
    this.errors = 0;
    this.#replied(`+OK ${text}`, 'passed');
    await this.channel.write(`+OK ${text}\r\n`);
  }

  /** What the world does here, if it does something. */
  strike(point: FaultPoint, user = this.user): FaultEffect | null {
    return this.around.faults.at(point, this.around.host, user === '' ? undefined : user);
  }

  #replied(text: string, outcome: Outcome): void {
    this.tell({ kind: 'reply', text: text.trimEnd(), outcome });
  }
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
