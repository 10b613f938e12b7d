/** What only shows when things are seen together: names that nothing has, names that two have, machines that are no more. */
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { Machine } from '../../contract/compare/machine.ts';
import type { Step, StepOf } from '../../contract/compare/step.ts';
import type { ExperimentProblem } from '../../contract/compare/table.ts';
import { Slug } from '../../contract/compare/text.ts';
import type { Localized } from '../../contract/lab/world.ts';
import { say } from './complaints.ts';
import { delivered, machinesOf, mailboxesRead, sentNames, spokenOf } from './names.ts';

/** Octets that all mails of one experiment may have: they lie in memory while they are delivered. */
const mostOctets = 400_000_000;

type Note = (path: readonly (string | number)[], problem: Localized) => void;

export function references({ machines, steps }: Pick<Experiment, 'machines' | 'steps'>): ExperimentProblem[] {
  const problems: ExperimentProblem[] = [];
  const note: Note = (path, problem) => problems.push({ path: path.join('.'), problem });
  ofMachines(machines, note);
  const story = new Story(machines);
  for (const [i, step] of steps.entries()) story.read(step, i, note);
  return problems;
}

function ofMachines(machines: readonly Machine[], note: Note): void {
  const seen = new Set<string>();
  for (const [i, { id }] of machines.entries()) {
    if (id === 'all') note(['machines', i, 'id'], say.reserved());
    if (seen.has(id)) note(['machines', i, 'id'], say.twice(id));
    seen.add(id);
  }
}

/** What is known so far, step after step. */
class Story {
  readonly #machines: readonly Machine[];
  readonly #mailboxes: readonly string[];
  /** Name of a mail to the mailboxes that have one of this name. */
  readonly #mails = new Map<string, Set<string>>();
  /** Machine to the step in which it was lost, counted from 1. */
  readonly #lost = new Map<string, number>();
  #octets = 0;

  constructor(machines: readonly Machine[]) {
    this.#machines = machines;
    this.#mailboxes = mailboxesRead(machines);
  }

  read(step: Step, i: number, note: Note): void {
    const here: Note = (path, problem) => note(['steps', i, ...path], problem);
    this.#acting(step, i, here);
    this.#mailsOf(step, here);
    if (step.do === 'deliver') this.#deliver(step, here);
    if (step.do === 'send') this.#send(step, here);
    if (step.do === 'share') this.#mailbox(['with'], step.with, here);
    if (step.do === 'search' && [step.from, step.to, step.text].every((each) => (each ?? '') === ''))
      here([], say.nothingToFind());
    if (step.do === 'mark' && step.set.length + step.unset.length === 0) here([], say.nothingToMark());
  }

  #acting(step: Step, i: number, note: Note): void {
    if (!('on' in step)) return;
    const names = machinesOf(step.on, this.#machines);
    const path = (at: number) => (typeof step.on === 'string' ? ['on'] : ['on', at]);
    for (const [at, name] of names.entries()) {
      if (!this.#machines.some(({ id }) => id === name))
        note(
          path(at),
          say.noMachine(
            name,
            this.#machines.map(({ id }) => id),
          ),
        );
      if (names.indexOf(name) !== at) note(path(at), say.twice(name));
      const lost = this.#lost.get(name);
      if (lost !== undefined && step.do !== 'replace' && step.do !== 'lose') note(path(at), say.lost(name, lost));
      if (step.do === 'lose') this.#lost.set(name, i + 1);
      if (step.do === 'replace') this.#lost.delete(name);
    }
  }

  #mailsOf(step: Step, note: Note): void {
    const names = spokenOf(step);
    for (const [at, name] of names.entries())
      if (!this.#mails.has(name))
        note(
          'mails' in step && typeof step.mails === 'string' ? ['mails'] : ['mails', at],
          say.noMail(name, [...this.#mails.keys()]),
        );
  }

  #deliver(step: StepOf<'deliver'>, note: Note): void {
    const to = step.to === undefined ? this.#mailboxes : typeof step.to === 'string' ? [step.to] : step.to;
    for (const [at, name] of to.entries()) this.#mailbox(typeof step.to === 'string' ? ['to'] : ['to', at], name, note);
    for (const name of delivered(step)) for (const mailbox of to) this.#name(name, mailbox, note);
    const before = this.#octets;
    // RFC 2045 §6.8: base64 makes 78 octets on a line of 57.
    this.#octets += step.count * to.length * (step.text + (step.attachment * 78) / 57);
    if (before <= mostOctets && this.#octets > mostOctets) note([], say.tooMuch(this.#octets, mostOctets));
  }

  #send(step: StepOf<'send'>, note: Note): void {
    if (step.to !== undefined) this.#mailbox(['to'], step.to, note);
    for (const { by, mail } of sentNames(step, this.#machines)) this.#name(mail, by.mailbox, note);
  }

  #mailbox(path: readonly (string | number)[], name: string, note: Note): void {
    if (!this.#mailboxes.includes(name)) note(path, say.noMailbox(name, this.#mailboxes));
  }

  #name(name: string, mailbox: string, note: Note): void {
    const of = this.#mails.get(name) ?? new Set<string>();
    if (of.has(mailbox)) note(['as'], say.mailTwice(name));
    if (!Slug.safeParse(name).success) note(['as'], say.longName(name));
    this.#mails.set(name, of.add(mailbox));
  }
}
