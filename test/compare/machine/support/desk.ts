/** Machines of a test: each on a mailbox, in a temporary folder, gone with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/base/ports.ts';
import type { GroundMailbox } from '../../../../src/compare/ground/index.ts';
import { startMachine } from '../../../../src/compare/machine/index.ts';
import type { Act, Did, RunningMachine } from '../../../../src/compare/machine/machine.ts';
import { makeMails } from '../../../../src/compare/mails/index.ts';
import type { RawMail } from '../../../../src/compare/mails/mail.ts';
import { Machine } from '../../../../src/contract/compare/machine.ts';
import { Step, type StepInput } from '../../../../src/contract/compare/step.ts';

type Plan = Partial<typeof Machine._input>;
type Undone = 'deliver' | 'wait' | 'together' | 'lose' | 'replace';
/** A step without whose turn it is, and without the names of the mails. */
type Said<S> = S extends { on: unknown } ? Omit<S, 'on' | 'mails'> : never;
type ActInput = Said<Exclude<StepInput, { do: Undone }>>;

export interface Desk {
  readonly machine: RunningMachine;
  readonly folder: string;
  /** Does it, and it must not be refused. */
  do(step: ActInput, mails?: readonly RawMail[]): Promise<Did>;
  /** Does it, whatever comes of it. `person`: the server's own name of whom a folder is shared with. */
  attempt(step: ActInput, mails?: readonly RawMail[], person?: string): Promise<Did>;
  /** As it knows this mail now. */
  knows(mail: RawMail): Promise<Awaited<ReturnType<RunningMachine['look']>>['known'][number] | undefined>;
}

export async function desk(mailbox: GroundMailbox, protocol: 'imap' | 'pop3', plan: Plan = {}): Promise<Desk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-machine-'));
  const machine = await startMachine({
    plan: Machine.parse({ id: protocol, name: protocol, protocol, ...plan }),
    mailbox,
    folder,
    clock: systemClock,
    pace: 1000,
  });
  onTestFinished(async () => {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const attempt: Desk['attempt'] = (step, mails = [], person) =>
    machine.act(
      full(step, person),
      mails.map(({ messageId }) => messageId),
    );
  return {
    machine,
    folder,
    attempt,
    async do(step, mails) {
      const did = await attempt(step, mails);
      expect(did.error).toBe(null);
      return did;
    },
    knows: async (mail) => (await machine.look()).known.find(({ messageId }) => messageId === mail.messageId),
  };
}

/** With every default; a mail is sent to an address, where an experiment has the name of a mailbox. */
function full(step: ActInput, person: string | undefined): Act {
  const { to, ...rest } = step.do === 'send' ? step : { ...step, to: undefined };
  const parsed = Step.parse({ ...(to === undefined ? step : rest), on: 'all', mails: 'm' }) as Act;
  if (parsed.do === 'share' && person !== undefined) return { ...parsed, with: person };
  return parsed.do === 'send' && to !== undefined ? { ...parsed, to } : parsed;
}

let seed = 0;

/** Mails that nobody got before, in the inbox. */
export async function arrive(
  mailbox: GroundMailbox,
  what: Partial<Extract<StepInput, { do: 'deliver' }>> = {},
): Promise<RawMail[]> {
  seed += 1;
  const step = Step.parse({ do: 'deliver', ...what });
  if (step.do !== 'deliver') throw new Error('a delivery');
  const mails = makeMails(step, mailbox.address, seed, Date.now());
  await mailbox.deliver(mails);
  return [...mails];
}

/** One. */
export async function one(
  mailbox: GroundMailbox,
  what: Partial<Extract<StepInput, { do: 'deliver' }>> = {},
): Promise<RawMail> {
  const [mail] = await arrive(mailbox, what);
  if (mail === undefined) throw new Error('one mail');
  return mail;
}

/** As a session beside the machines sees a mail on the server: its folder and flags, or undefined. */
export async function onServer(mailbox: GroundMailbox, { messageId }: Pick<RawMail, 'messageId'>) {
  const { folders } = await mailbox.observe();
  for (const { path: folder, mails } of folders)
    for (const mail of mails) if (mail.messageId === messageId) return { folder, flags: mail.flags };
  return undefined;
}
