/** One conversation: what the client may say now, and what everybody who answers it needs. */
import type { Outcome } from '../../contract/lab/trace.ts';
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import type { Channel } from '../line/channel.ts';
import type { Connection, Told } from '../line/connection.ts';
import type { Spool } from '../spool/store.ts';
import type { Maildrop } from './maildrop.ts';

/** RFC 1939 §3; UPDATE is what QUIT does. */
export type State = 'authorization' | 'transaction' | 'over';

export class Session {
  readonly connection: Connection;
  readonly spool: Spool;
  /** What the greeting said, for APOP: `<…@host>`. */
  readonly timestamp: string;
  state: State = 'authorization';
  maildrop: Maildrop | null = null;
  /** From USER, until the next command. */
  named: string | null = null;
  /** Wrong passwords so far. */
  refusedSignIns = 0;
  /** Refused commands in a row. */
  errors = 0;

  constructor(o: { connection: Connection; spool: Spool; timestamp: string }) {
    this.connection = o.connection;
    this.spool = o.spool;
    this.timestamp = o.timestamp;
  }

  get around(): Around {
    return this.connection.around;
  }
  get channel(): Channel {
    return this.connection.channel;
  }

  /** The maildrop, in TRANSACTION. */
  get drop(): Maildrop {
    if (this.maildrop === null) throw new Error('no maildrop outside of TRANSACTION');
    return this.maildrop;
  }

  get user(): string {
    return this.maildrop?.owner ?? '';
  }

  tell(told: Told): void {
    this.connection.tell(told);
  }

  /** By QUIT, or because we want no more. */
  end(why: 'quit' | 'refused'): void {
    this.state = 'over';
    this.channel.why ??= why;
  }

  /** `+OK text`, and what follows it in the same breath. */
  ok(text: string, more = ''): Promise<void> {
    this.errors = 0;
    return this.#reply(`+OK ${text}`, 'passed', more);
  }

  /** `code`: RFC 2449 §8, RFC 3206, in brackets. */
  err(text: string, code?: 'IN-USE' | 'AUTH' | 'SYS/TEMP' | 'SYS/PERM'): Promise<void> {
    this.errors++;
    const line = `-ERR ${code === undefined ? '' : `[${code}] `}${oneLine(text)}`;
    return this.#reply(line, code === 'IN-USE' || code === 'SYS/TEMP' ? 'waiting' : 'refused');
  }

  /** `+ ` and nothing: the client's turn. RFC 5034 §4. */
  goOn(): Promise<void> {
    return this.#reply('+ ', 'passed');
  }

  /** What the world does here, if it does something. */
  strike(point: FaultPoint, user = this.user): FaultEffect | null {
    return this.around.faults.at(point, this.around.host, user === '' ? undefined : user);
  }

  #reply(text: string, outcome: Outcome, more = ''): Promise<void> {
    this.tell({ kind: 'reply', text: text.trimEnd(), outcome });
    this.channel.say(`${text}\r\n${more}`);
    return this.channel.ready();
  }
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
