/** What the shell posts to a process of its own, each with one port. */

/** First, once. The port speaks contract/host.ts in both directions. */
export interface EngineStart {
  readonly type: 'start';
  readonly profile: string;
  readonly secrets: 'keychain' | 'session';
  readonly version: string;
}

/** First, once, to the lab and to the comparison. The port speaks side-calls.ts. */
export interface SideStart {
  readonly type: 'start';
  /** Where it keeps what is to last: the lab its world, queues and spools; the comparison its saved experiments. */
  readonly folder: string;
  /** Of this program. */
  readonly version: string;
}

/** A page wants to speak to the process: the port speaks contract/table.ts, contract/lab/table.ts or contract/compare/table.ts. */
export interface WindowStart {
  readonly type: 'window';
}
