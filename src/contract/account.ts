import { z } from 'zod';
import { ErrorValue } from './error.ts';

/** All ids are positive integers given by the vault; they mean nothing outside one profile. */
export const AccountId = z.number().int().positive();
export type AccountId = z.infer<typeof AccountId>;

/** `implicit`: TLS from the first byte. `starttls`: upgraded by STARTTLS/STLS, never downgraded. `none`: in clear. */
export const Security = z.enum(['implicit', 'starttls', 'none']);
export type Security = z.infer<typeof Security>;

export const Server = z.object({
  host: z.string().trim().min(1).max(255),
  port: z.number().int().min(1).max(65535),
  security: Security,
});
export type Server = z.infer<typeof Server>;

/** A certificate that the user accepted for one host by name: SHA-256 of its DER form, lower-case hex. */
export const Pin = z.object({ host: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type Pin = z.infer<typeof Pin>;

/** What this account trusts beside the system's certificate authorities. `ca` is PEM text. */
export const Trust = z.object({ ca: z.string().optional(), pins: z.array(Pin).default([]) });
export type Trust = z.infer<typeof Trust>;

/** POP3 only: when a message leaves the server. Days count from when this profile first saw it. */
export const Keep = z.discriminatedUnion('policy', [
  z.object({ policy: z.literal('forever') }),
  z.object({ policy: z.literal('delete') }),
  z.object({ policy: z.literal('days'), days: z.number().int().min(1).max(3650) }),
]);
export type Keep = z.infer<typeof Keep>;

export const AccountSettings = z.object({
  /** The person's name, for From. */
  name: z.string().max(200),
  email: z.string().trim().min(3).max(320),
  protocol: z.enum(['imap', 'pop3']),
  incoming: Server.extend({ user: z.string().min(1).max(320) }),
  /** `user: null` submits without signing in. */
  outgoing: Server.extend({ user: z.string().min(1).max(320).nullable() }),
  keep: Keep.default({ policy: 'forever' }),
  trust: Trust.default({ pins: [] }),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

/**
 * Where the password goes. `keychain`: the OS keychain (refused with `keychain-missing` where there is none). `session`:
 * in memory until the app ends. `unsafe-file`: a file of mode 0600 in the profile, for people who chose it by name.
 */
export const SecretChoice = z.enum(['keychain', 'session', 'unsafe-file']);
export type SecretChoice = z.infer<typeof SecretChoice>;

export const AccountRow = z.object({ id: AccountId, settings: AccountSettings, created: z.number() });
export type AccountRow = z.infer<typeof AccountRow>;

/** One step of a connection test, in the order in which they happen. */
export const TestStep = z.object({
  side: z.enum(['incoming', 'outgoing']),
  step: z.enum(['connect', 'tls', 'greeting', 'sign-in', 'list']),
  state: z.enum(['ok', 'failed', 'not-reached']),
  /** What the server said, or what was agreed (as `TLSv1.3`). */
  said: z.string().optional(),
  error: ErrorValue.optional(),
  /** Fingerprint of the certificate that was shown, where the failure is about trust, so that the user may pin it. */
  certificate: z
    .object({
      sha256: z.string(),
      subject: z.string(),
      issuer: z.string(),
      names: z.array(z.string()),
      validTo: z.string(),
    })
    .optional(),
  ms: z.number().optional(),
});
export type TestStep = z.infer<typeof TestStep>;
export const TestReport = z.object({ ok: z.boolean(), steps: z.array(TestStep) });
export type TestReport = z.infer<typeof TestReport>;

/** What an account is doing now. Volatile: not stored, told by signal. */
export const AccountStatus = z.object({
  account: AccountId,
  state: z.enum(['idle', 'connecting', 'syncing', 'up-to-date', 'offline', 'error', 'needs-password']),
  /** The folder that is being synced, as shown. */
  folder: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
  /** When this state began, ms since 1970. */
  at: z.number(),
  error: ErrorValue.optional(),
  nextTry: z.number().optional(),
});
export type AccountStatus = z.infer<typeof AccountStatus>;

/** What one sync of one account did. Octets are counted at the socket, outside TLS and COMPRESS. */
export const SyncReport = z.object({
  account: AccountId,
  added: z.number(),
  updated: z.number(),
  removed: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  commands: z.number(),
  ms: z.number(),
});
export type SyncReport = z.infer<typeof SyncReport>;
