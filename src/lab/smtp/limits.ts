/** Every limit of an SMTP server of the lab, each with its reason. Times are real time. */
import { lineLimits } from '../line/limits.ts';

export const limits = {
  ...lineLimits,
  /**
   * Octets of a command line with its CRLF. RFC 5321 §4.5.3.1.4 says 512; extensions lengthen it: SIZE 26 (RFC 1870), BODY 17 (RFC 6152), AUTH 500
   * (RFC 4954), SMTPUTF8 10 (RFC 6531), RET and ENVID 115, NOTIFY and ORCPT 528 (RFC 3461). One number above their sum.
   */
  commandLine: 2_048,
  /** Octets of a line of AUTH, RFC 4954 §4. */
  authLine: 12_288,
  /** RFC 5321 §4.5.3.1.1. */
  localPart: 64,
  /** RFC 5321 §4.5.3.1.2. */
  domain: 255,
  /** RFC 5321 §4.5.3.1.3: 256 with its brackets. */
  path: 254,
  /** Octets of a line of content. RFC 5321 §4.5.3.1.6 says 1000; newsletters in one line exist and hurt nobody, so they pass up to here. */
  contentLine: 1_000_000,
  /** RFC 5321 §4.5.3.1.8: at least 100; then 452 (§4.5.3.1.10), and the client sends the rest in another transaction. */
  recipients: 1_000,
  /** Broken or misplaced commands before the conversation is ended: whoever talks like this is no mail program. */
  mistakes: 20,
  /** Refused sign-ins before it is ended: guessing must be slow. */
  signIns: 5,
  /** Octets of a refused message that are read over so that its end can be answered; beyond, the connection is cut. */
  readOver: 200_000_000,
  /** RFC 5321 §4.5.3.2.7: a server waits at least five minutes for the next command; the same for a block of content. */
  silenceMs: 300_000,
  /** Someone who ends a message with LF.LF waits for an answer that RFC 5321 §4.1.1.4 forbids before CRLF.CRLF: after so long it is refused. */
  bareSilenceMs: 10_000,
  /** Triplets that greylisting remembers; the oldest are forgotten. */
  triplets: 10_000,
} as const;

export type SmtpServerLimits = { readonly [name in keyof typeof limits]: number };
