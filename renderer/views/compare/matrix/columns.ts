/** The columns of the matrix: machines by the mailbox that they read, and beside them that mailbox as the server has it. Pure. */
import type { Machine } from '../../../../src/contract/compare/machine.ts';
import type { ExperimentResult, MailInfo, ServerState, StepResult } from '../../../../src/contract/compare/result.ts';

export interface MailboxGroup {
  readonly mailbox: string;
  readonly machines: readonly Machine[];
}

/** Mailboxes in the order in which machines name them; those that nobody reads come last. */
export function groupsOf(result: Pick<ExperimentResult, 'machines' | 'steps'>): MailboxGroup[] {
  const server = result.steps.at(-1)?.server ?? [];
  const names = [
    ...new Set([...result.machines.map(({ mailbox }) => mailbox), ...server.map(({ mailbox }) => mailbox)]),
  ];
  return names.map((mailbox) => ({ mailbox, machines: result.machines.filter((one) => one.mailbox === mailbox) }));
}

/** One row for each name; the same mail may have come into several mailboxes. */
export function rowsOf(mails: readonly MailInfo[]): MailInfo[] {
  return mails.filter((info, at) => mails.findIndex(({ mail }) => mail === info.mail) === at);
}

/** Where a mail lies in a mailbox. `flags` in lower case, without the backslash. */
export interface Lies {
  readonly folder: string;
  readonly uid: number;
  readonly flags: readonly string[];
}

export function liesIn(state: ServerState | undefined, mail: string): Lies[] {
  return (state?.folders ?? []).flatMap(({ path, mails }) =>
    mails
      .filter((one) => one.mail === mail)
      .map(({ uid, flags }) => ({
        folder: path,
        uid,
        flags: flags.map((flag) => flag.replace(/^\\/, '').toLowerCase()),
      })),
  );
}

/** Whether the mail lay there in a step before. */
export function layThere(steps: readonly StepResult[], at: number, mailbox: string, mail: string): boolean {
  return steps.slice(0, at).some(
    ({ server }) =>
      liesIn(
        server.find((one) => one.mailbox === mailbox),
        mail,
      ).length > 0,
  );
}
