/** What the shell posts to a process of its own, each with one port. */

/** First, once. The port speaks contract/host.ts in both directions. */
export interface EngineStart {
  readonly type: 'start';
  readonly profile: string;
  readonly secrets: 'keychain' | 'session';
  readonly version: string;
}

/** First, once. The port speaks lab-calls.ts. */
export interface LabStart {
  readonly type: 'start';
  /** Where the lab keeps its world, queues and spools. */
  readonly folder: string;
}

/** A page wants to speak to the process: the port speaks contract/table.ts or contract/lab/table.ts. */
export interface WindowStart {
  readonly type: 'window';
}
