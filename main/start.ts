/** What the shell posts to the engine's process, each with one port. */
export type HostMessage =
  /** First, once. The port speaks contract/host.ts in both directions. */
  | {
      readonly type: 'start';
      readonly profile: string;
      readonly secrets: 'keychain' | 'session';
      readonly version: string;
    }
  /** A page wants to speak to the engine: the port speaks contract/table.ts. */
  | { readonly type: 'window' };
