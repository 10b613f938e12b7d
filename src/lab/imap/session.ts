/** What a verb knows of the conversation it is part of. */
import type { Around } from '../around.ts';
import type { Channel } from '../line/channel.ts';
import type { Connection, Told } from '../line/connection.ts';
import type { Spool } from '../spool/store.ts';
import type { Resolved } from './namespace/place.ts';
import type { Selected } from './selected.ts';
import type { Summaries } from './summary/summaries.ts';

export type { Resolved };

/** RFC 3501 §3. */
export type State = 'not-authenticated' | 'authenticated' | 'selected' | 'logout';

export type Extension = 'CONDSTORE' | 'QRESYNC';

export interface Session {
  readonly around: Around;
  readonly spool: Spool;
  readonly channel: Channel;
  readonly summaries: Summaries;
  readonly connection: Connection;
  state: State;
  /** Address of who is signed in; '' before. */
  user: string;
  /** Name of the program at the other end, as ID tells it; else its address. */
  machine: string;
  selected: Selected | null;
  /** Turned on in this session. RFC 5161, RFC 7162 §3.1. */
  readonly enabled: Set<Extension>;

  /** In the trace. */
  tell(told: Told): void;
  /** `* …` and CRLF. Buffers are written as they are: a string is Latin-1, each character an octet. */
  untagged(...pieces: readonly (string | Uint8Array)[]): void;
  /** `* BYE …`, because we want no more: nothing of the client is read after it. */
  bye(text: string): void;
  /** The mailbox of that name, decoded, as the client wrote it; null: none is there, or the user may not know of it (right `l`). */
  resolve(name: string): Promise<Resolved | null>;
  /** As `resolve`. @throws Refusal NO [NONEXISTENT], or NO [NOPERM] where the user knows of it and lacks one of `needed`. */
  need(name: string, needed: string): Promise<Resolved>;
  /** What the user may do there: letters of RFC 4314 §2.1. */
  rights(place: Resolved): string;
  /** Tells what has changed in the selected mailbox meanwhile; with `expunges` also what went, which changes message numbers. */
  sync(o: { readonly expunges: boolean }): void;
  /** Takes the user out of the mailbox, and nothing else. */
  leave(): void;
}
