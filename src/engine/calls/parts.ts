import type { Vault } from '../../vault/index.ts';
import type { Bodies } from '../body.ts';
import type { Passwords } from '../passwords.ts';
import type { OutboxRunner } from '../runner/outbox.ts';
import type { Runners } from '../runner/runners.ts';
import type { WireLog } from '../wire-log.ts';

/** What the calls work with: the engine's parts, put together in engine.ts. */
export interface Parts {
  readonly vault: Vault;
  readonly runners: Runners;
  readonly outbox: OutboxRunner;
  readonly bodies: Bodies;
  readonly passwords: Passwords;
  readonly wire: WireLog;
  now(): number;
  readonly silenceMs?: number | undefined;
}
