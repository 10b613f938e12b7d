/** Does one step: the machines that it names act one after the other, as people do. */
import { asMailError, MailError } from '../../base/errors.ts';
import type { On, Step, StepOf } from '../../contract/compare/step.ts';
import type { Act, Did, RunningMachine } from '../machine/machine.ts';
import { makeMails } from '../mails/index.ts';
import { cancelled, unlessCancelled } from './cancelled.ts';
import type { Cast } from './cast.ts';
import type { Acted } from './outcome.ts';
import { timed } from './timed.ts';
import { together } from './together.ts';

const did: Did = { found: null, sent: null, error: null };

/** What each machine did whose turn it was. @throws MailError what the ground refused */
export async function perform(step: Step, cast: Cast): Promise<Map<string, Acted>> {
  switch (step.do) {
    case 'deliver':
      await deliver(step, cast);
      return new Map();
    case 'wait':
      await wait(step, cast);
      return new Map();
    case 'together':
      return together(chosen(step.on, cast));
    case 'lose':
      return each(step.on, cast, (machine) => machine.lose().then(() => did));
    case 'replace':
      return each(step.on, cast, (machine) => machine.replace().then(() => did));
    case 'send':
      return send(step, cast);
    default: {
      const acted = await each(step.on, cast, (machine) => act(step, machine, cast));
      await unlessCancelled(cast.ground.settled(), cast.signal);
      return acted;
    }
  }
}

/** Those that this step names and that are on this stage. */
function chosen(on: On, { machines }: Cast): readonly RunningMachine[] {
  if (on === 'all') return machines;
  const names = typeof on === 'string' ? [on] : on;
  return names.flatMap((name) => machines.filter(({ plan }) => plan.id === name));
}

async function each(on: On, cast: Cast, work: (machine: RunningMachine) => Promise<Did>): Promise<Map<string, Acted>> {
  const acted = new Map<string, Acted>();
  for (const machine of chosen(on, cast)) acted.set(machine.plan.id, await timed(() => work(machine)));
  return acted;
}

async function act(step: Act, machine: RunningMachine, cast: Cast): Promise<Did> {
  const { mailbox } = machine.plan;
  const mails = 'mails' in step ? cast.names.idsOf(step.mails, mailbox) : [];
  if ('mails' in step && mails.length === 0) return { ...did, error: unknown(String(step.mails)).toValue() };
  if (step.do !== 'share') return machine.act(step, mails);
  const other = cast.mailboxes.find(({ name }) => name === step.with);
  if (other === undefined) return { ...did, error: unknown(step.with).toValue() };
  // The server knows people by their own names.
  return machine.act({ ...step, with: other.user }, mails);
}

/** When letters are dated, days that were waited for added: by the real clock they would be other octets in each run. */
const firstDay = Date.UTC(2026, 0, 5, 9);

const atOnce = 10;

async function deliver(step: StepOf<'deliver'>, cast: Cast): Promise<void> {
  const { mailboxes, names, clock, seed, machines, signal } = cast;
  const named = step.to === undefined ? null : typeof step.to === 'string' ? [step.to] : step.to;
  for (const mailbox of mailboxes.filter(({ name }) => named === null || named.includes(name))) {
    const mails = makeMails(step, mailbox.address, seed, firstDay + clock.moved);
    for (const { mail, messageId, subject, from, raw, attachment } of mails)
      names.add({ mail, mailbox: mailbox.name, messageId, subject, from, size: raw.length, attachment });
    // A few at a time: a thousand take a minute, and somebody may have had enough.
    for (let at = 0; at < mails.length; at += atOnce) {
      if (signal.aborted) throw cancelled();
      await mailbox.deliver(mails.slice(at, at + atOnce));
    }
    const ids = mails.map(({ messageId }) => messageId);
    await Promise.all(machines.filter(({ plan }) => plan.mailbox === mailbox.name).map((each) => each.told(ids)));
  }
}

async function wait({ days, hours, minutes }: StepOf<'wait'>, { ground, clock }: Cast): Promise<void> {
  const ms = ((days * 24 + hours) * 60 + minutes) * 60_000;
  clock.move(ms);
  await ground.advance(ms);
}

async function send(step: StepOf<'send'>, cast: Cast): Promise<Map<string, Acted>> {
  const { mailboxes, ground, names } = cast;
  const to = step.to === undefined ? ground.outsider : mailboxes.find(({ name }) => name === step.to)?.address;
  const boxes = chosen(step.on, cast).map(({ plan }) => plan.mailbox);
  const acted = await each(step.on, cast, async (machine) => {
    if (to == null) return { ...did, error: unknown(step.to ?? 'smtp').toValue() };
    const done = await machine.act({ ...step, to }, []).catch((thrown: unknown) => failed(thrown));
    const { id, mailbox } = machine.plan;
    const from = mailboxes.find(({ name }) => name === mailbox)?.address ?? '';
    if (done.sent !== null) ground.sent(done.sent, to);
    if (done.sent !== null)
      names.add({
        // Two machines of one mailbox sent two mails.
        mail: boxes.filter((box) => box === mailbox).length > 1 ? `${step.as}-${id}` : step.as,
        mailbox,
        messageId: done.sent,
        subject: step.subject ?? '',
        from,
        size: 0,
        attachment: 0,
      });
    return done;
  });
  await unlessCancelled(ground.settled(), cast.signal);
  return acted;
}

const failed = (thrown: unknown): Did => ({ ...did, error: asMailError(thrown, 'compare.step').toValue() });

function unknown(what: string): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'compare.step',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what },
  });
}
