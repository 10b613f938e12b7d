/** A machine that runs: what it can be told to do, and what can be measured of it. */

import type { Machine } from '../../contract/compare/machine.ts';
import type { Disk, Outcome, Traffic } from '../../contract/compare/result.ts';
import type { Step } from '../../contract/compare/step.ts';
import type { ErrorValue } from '../../contract/error.ts';
import type { MessageRow } from '../../contract/mail.ts';
import type { WireLine } from '../../contract/wire.ts';

/** What a step asks of one machine; the steps that concern the server, the clock or several machines at once are the runner's. */
export type Act = Exclude<Step, { do: 'deliver' | 'wait' | 'together' | 'lose' | 'replace' }>;

export interface Did {
  /** Message-IDs that a search found. */
  readonly found: readonly string[] | null;
  /** Message-ID of what was sent. */
  readonly sent: string | null;
  readonly error: ErrorValue | null;
}

/** A mail as this machine knows it now. */
export interface Known {
  readonly messageId: string;
  readonly row: MessageRow;
  readonly holds: 'listed' | 'text' | 'whole';
  readonly folder: string;
  readonly local: boolean;
  /** The whole ledger of it, oldest first. */
  readonly why: readonly { readonly what: string; readonly cause: string }[];
}

export interface Look {
  readonly state: Outcome['state'];
  /** Since the machine was first switched on; what a lost one had before counts on. */
  readonly traffic: Traffic;
  readonly line: Outcome['line'];
  /** Ms on the line's own clock since then. */
  readonly lineMs: number;
  readonly disk: Disk;
  readonly known: readonly Known[];
  readonly folders: Outcome['folders'];
}

export interface RunningMachine {
  readonly plan: Machine;
  /** Never throws for what a server, a line or a disk refuses: `error` says it. Mails are named by their Message-IDs. */
  act(step: Act, mails: readonly string[]): Promise<Did>;
  /** Begins to fetch and holds the line once it is inside; `go` lets it finish. */
  hold(): Promise<{ go(): Promise<Did> }>;
  /** Asks its own engine and walks its own disk; nothing goes over the line for it. */
  look(): Promise<Look>;
  /** While it listens: resolves once it knows these mails, or after some seconds in which nobody told it. */
  told(messageIds: readonly string[]): Promise<void>;
  /** Lines that were spoken since the last call. */
  heard(): readonly WireLine[];
  /** With everything on it. */
  lose(): Promise<void>;
  replace(): Promise<void>;
  /** Its line is cut for good: whatever it waits for ends now, by an error. Only `close` comes after it. */
  cut(): void;
  close(): Promise<void>;
}
