/** The machines and mailboxes of an experiment, set up; a step at a time is done with them, and everything is looked at after each. */
import path from 'node:path';
import type { Machine } from '../../contract/compare/machine.ts';
import type { MailInfo, ServerState, StepResult } from '../../contract/compare/result.ts';
import type { Step } from '../../contract/compare/step.ts';
import type { Ground, GroundMailbox } from '../ground/ground.ts';
import { givenBack, startMachine } from '../machine/index.ts';
import type { Look, RunningMachine } from '../machine/machine.ts';
import { cancelled, unlessCancelled } from './cancelled.ts';
import type { Cast } from './cast.ts';
import { cellsOf } from './cells.ts';
import { movableClock } from './clock.ts';
import { differencesOf } from './differences.ts';
import { MailNames } from './names.ts';
import { type Acted, outcomeOf } from './outcome.ts';
import { perform } from './perform.ts';

export interface StageOptions {
  readonly machines: readonly Machine[];
  /** Names of the mailboxes that machines read or steps speak of. */
  readonly mailboxes: readonly string[];
  readonly ground: Ground;
  /** For the profiles of the machines; it belongs to the stage. */
  readonly folder: string;
  readonly seed: number;
  readonly pace: number;
  /** Ends the step that is under way: every line is cut, and no step is done any more. */
  readonly signal?: AbortSignal | undefined;
}

export interface Stage {
  readonly mails: readonly MailInfo[];
  /** Step 0 and one for each step that was done. */
  readonly results: readonly StepResult[];
  /** @throws MailError cancelled; what the ground or the disk refused */
  do(step: Step): Promise<StepResult>;
  close(): Promise<void>;
}

/** Puts it up, and takes step 0. @throws MailError what the ground or the disk refused; nothing is left standing then */
export async function openStage(o: StageOptions): Promise<Stage> {
  const { signal = new AbortController().signal } = o;
  if (signal.aborted) throw cancelled();
  const mailboxes = await unlessCancelled(o.ground.mailboxes(o.mailboxes), signal);
  const clock = movableClock();
  const machines: RunningMachine[] = [];
  const cut = (): void => {
    for (const machine of machines) machine.cut();
  };
  signal.addEventListener('abort', cut);
  const close = async () => {
    signal.removeEventListener('abort', cut);
    await Promise.all(machines.map((machine) => machine.close()));
    await givenBack();
  };
  try {
    for (const plan of o.machines) {
      const mailbox = mailboxes.find(({ name }) => name === plan.mailbox);
      if (mailbox === undefined) throw new Error(`no mailbox ${plan.mailbox} was asked for`);
      const folder = path.join(o.folder, plan.id);
      if (signal.aborted) throw cancelled();
      machines.push(await startMachine({ plan, mailbox, folder, clock, pace: o.pace }));
    }
    const stage = new Standing(
      { machines, mailboxes, ground: o.ground, names: new MailNames(), clock, seed: o.seed, signal },
      close,
    );
    await stage.take(null, new Map());
    return stage;
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

class Standing implements Stage {
  readonly results: StepResult[] = [];
  readonly #cast: Cast;
  readonly close: () => Promise<void>;
  #looks = new Map<string, Look>();

  constructor(cast: Cast, close: () => Promise<void>) {
    this.#cast = cast;
    this.close = close;
  }

  get mails(): readonly MailInfo[] {
    return this.#cast.names.all;
  }

  async do(step: Step): Promise<StepResult> {
    const { signal } = this.#cast;
    if (signal.aborted) throw cancelled();
    const acted = await perform(step, this.#cast);
    if (signal.aborted) throw cancelled();
    return this.take(step, acted);
  }

  /** Looks at everything and keeps what a step gave. */
  async take(step: Step | null, acted: ReadonlyMap<string, Acted>): Promise<StepResult> {
    const { machines, mailboxes, names, clock, signal } = this.#cast;
    const n = this.results.length;
    const last = this.results.at(-1)?.outcomes ?? [];
    const outcomes: StepResult['outcomes'] = [];
    for (const machine of machines) {
      const { id, mailbox } = machine.plan;
      const now = await machine.look();
      const before = this.#looks.get(id) ?? null;
      this.#looks.set(id, now);
      nameSizes(names, now);
      const was = last.find((each) => each.machine === id)?.cells ?? [];
      const cells = cellsOf(now, before, was, n, names, mailbox);
      outcomes.push(outcomeOf(id, now, before, acted.get(id) ?? null, cells, machine.heard(), names));
    }
    const observed = Promise.all(mailboxes.map((mailbox) => serverState(mailbox, names)));
    const server = await unlessCancelled(observed, signal);
    const shown = machines.flatMap(({ plan: { id, mailbox } }) => {
      const outcome = outcomes.find((each) => each.machine === id);
      return outcome === undefined || outcome.state === 'lost' ? [] : [{ machine: id, mailbox, cells: outcome.cells }];
    });
    const result = { n, step, at: clock.passed, outcomes, server, differences: differencesOf(shown) };
    this.results.push(result);
    return result;
  }
}

/** A mail that a machine composed: its size is known once it lies somewhere. */
function nameSizes(names: MailNames, { known }: Look): void {
  for (const { messageId, row } of known) names.sized(messageId, row.size);
}

async function serverState(mailbox: GroundMailbox, names: MailNames): Promise<ServerState> {
  const { folders } = await mailbox.observe();
  return {
    mailbox: mailbox.name,
    folders: folders.map(({ path: name, mails }) => ({
      path: name,
      mails: mails.map(({ messageId, uid, flags }) => ({ mail: names.nameOf(messageId), uid, flags: [...flags] })),
    })),
  };
}
