/** Where an experiment happens: servers with mailboxes that it may fill and empty. */
import type { AccountSettings } from '../../contract/account.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { Report } from '../../contract/compare/result.ts';
import type { RawMail } from '../mails/mail.ts';

/** What a session beside the machines saw in a mailbox; it changed nothing there. */
export interface Seen {
  readonly folders: readonly {
    readonly path: string;
    readonly mails: readonly {
      readonly messageId: string | null;
      readonly uid: number;
      readonly flags: readonly string[];
    }[];
  }[];
}

/** A mailbox that was empty when the experiment got it. */
export interface GroundMailbox {
  readonly name: string;
  readonly address: string;
  /** By which the server knows its owner in access lists (RFC 4314). */
  readonly user: string;
  readonly password: string;
  settings(protocol: 'imap' | 'pop3'): AccountSettings;
  /** Resolves when all of them lie in its inbox. */
  deliver(mails: readonly RawMail[]): Promise<void>;
  observe(): Promise<Seen>;
}

export interface Ground {
  readonly about: Report['ground'];
  /** So many mailboxes it has at the same time; null: as many as are wanted. */
  readonly capacity: number | null;
  /** Somebody outside, to whom a machine can send; null where nothing can be sent. */
  readonly outsider: string | null;
  /** Whether this experiment may happen here, before anything is begun. @throws MailError why it may not */
  check(experiment: Experiment): Promise<void>;
  /** Empty mailboxes for one experiment, in the order of the names. The next call empties what they left. @throws MailError too-few-mailboxes, mailbox-not-empty, left-behind, what a server refused */
  mailboxes(names: readonly string[]): Promise<readonly GroundMailbox[]>;
  /** A machine sent this mail to that address: it counts as one of the experiment's own, and `settled` waits for it. */
  sent(messageId: string, to: string): void;
  /** Moves the servers' clock on, where it is theirs to be moved. */
  advance(ms: number): Promise<void>;
  /** Resolves when nothing is on its way from one mailbox to another any more. */
  settled(): Promise<void>;
  /** Removes everything that was made. */
  close(): Promise<void>;
}
