/** Where a scene is played: a lab of its own, what happened in it so far, and the steps as they are told. */
import { setTimeout as wait } from 'node:timers/promises';
import type { SceneStep } from '../../contract/lab/scene.ts';
import type { TraceEvent, TraceKind } from '../../contract/lab/trace.ts';
import type { Localized } from '../../contract/lab/world.ts';
import { parseMessage } from '../../message/index.ts';
import type { Service } from '../places/places.ts';
import type { Lab } from '../surface.ts';
import type { Door } from './clients/line-client.ts';
import { EVENTS, TRANSCRIPTS } from './limits.ts';

export type Fact = SceneStep['facts'][number];
export type EventOf<K extends TraceKind> = Extract<TraceEvent, { kind: K }>;

export interface Told {
  readonly title: Localized;
  readonly narration: Localized;
  readonly facts: readonly Fact[];
  /** Which of the events since the last step belong to this one; the others wait for the next. Default: all. */
  readonly takes?: (event: TraceEvent) => boolean;
  /** Of two conversations the one that this is more about comes first. Default: as they began. */
  readonly first?: (event: EventOf<'connected'>) => boolean;
}

export class Stage {
  readonly steps: SceneStep[] = [];
  #waiting: TraceEvent[] = [];
  readonly #all: TraceEvent[] = [];

  constructor(readonly lab: Lab) {
    lab.trace.listen((event) => {
      this.#waiting.push(event);
      this.#all.push(event);
    });
  }

  /** What happened since the last step. */
  events(): readonly TraceEvent[] {
    return this.#waiting;
  }

  /** The same, of one kind. */
  of<K extends TraceKind>(kind: K, where: (event: EventOf<K>) => boolean = () => true): EventOf<K>[] {
    return this.#waiting.filter((event): event is EventOf<K> => event.kind === kind && where(event as EventOf<K>));
  }

  /** Everything since the curtain rose. */
  all<K extends TraceKind>(kind: K): EventOf<K>[] {
    return this.#all.filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** What was before does not belong to the story. */
  forget(): void {
    this.#waiting = [];
  }

  /** Resolves when no mail is on its way and everybody who was talking has hung up. */
  async quiet(): Promise<void> {
    await this.lab.settled();
    for (let tries = 0; tries < 100 && this.#talking(); tries++) await wait(5);
  }

  step({ title, narration, facts, takes = () => true, first = () => false }: Told): void {
    const events = this.#waiting.filter(takes);
    this.#waiting = this.#waiting.filter((event) => !takes(event));
    const telling = new Set(
      events.flatMap((e) => (e.kind === 'connected' && e.connection !== undefined && first(e) ? [e.connection] : [])),
    );
    const spoken = new Set(
      events.flatMap((e) => (e.connection !== undefined && !e.kind.startsWith('dns.') ? [e.connection] : [])),
    );
    const connections = [...telling, ...[...spoken].filter((id) => !telling.has(id))].slice(0, TRANSCRIPTS);
    this.steps.push({ title, narration, facts: [...facts], events: events.slice(0, EVENTS), connections });
  }

  /** How a program reaches a service of a host. */
  door(hostName: string, service: Exclude<Service, 'dns'>): Door {
    const { hosts, ca } = this.lab.status();
    const host = hosts.find(({ name }) => name === hostName);
    const port = host?.[service] ?? null;
    if (host === undefined || port === null) throw new Error(`${hostName} has no ${service}`);
    const security = service === 'submissions' || service === 'pop3s' || service === 'imaps' ? 'implicit' : 'none';
    return { host: host.address, port, security, ca };
  }

  /** All that was said on a connection by one side, as it was spoken. */
  said(connection: string | undefined, who: 'C' | 'S'): string {
    const pieces = (connection === undefined ? null : this.lab.trace.transcript(connection))?.pieces ?? [];
    return pieces.map((piece) => (piece.who === who ? piece.octets : '')).join('');
  }

  /** The newest mail of a mailbox, each character an octet. */
  async newest(user: string, mailbox = 'INBOX'): Promise<string> {
    const status = this.lab.status();
    const host = status.users.find((each) => each.address === user)?.host ?? '';
    const box = await this.lab.spoolOf(host)?.open(user, mailbox);
    const last = box?.messages.at(-1);
    if (box == null || last === undefined) throw new Error(`there is no mail in ${mailbox} of ${user}`);
    return (await box.read(last.uid)).toString('latin1');
  }

  /** What lies in a mailbox now. */
  async lies(user: string, mailbox = 'INBOX'): Promise<{ readonly mails: number; readonly octets: number }> {
    const box = (await this.lab.spool()).find((each) => each.user === user && each.mailbox === mailbox);
    return { mails: box?.messages.length ?? 0, octets: box?.octets ?? 0 };
  }

  #talking(): boolean {
    const open = new Set<string>();
    for (const { kind, connection } of this.#waiting) {
      if (connection === undefined) continue;
      if (kind === 'connected') open.add(connection);
      if (kind === 'closed') open.delete(connection);
    }
    return open.size > 0;
  }
}

export const fact = (name: string, en: string, ja: string, value: number | string): Fact => ({
  name,
  label: { en, ja },
  value,
});

/** `250` of `250 2.0.0 OK`. */
export const codeOf = (reply: string): string => /^\d{3}/.exec(reply)?.[0] ?? '';
/** With separators between thousands, as both languages write them. */
export const n = (value: number): string => value.toLocaleString('en-US');
/** English only: `1 copy`, `3 copies`. */
export const many = (value: number, one: string, more = `${one}s`): string => `${n(value)} ${value === 1 ? one : more}`;
/** The first field of that name, unfolded; '' where there is none. */
export function field(message: string, name: string): string {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
}
/** As a reader sees it. */
export const subjectOf = (message: string): string => parseMessage(Buffer.from(message, 'latin1')).subject;
export const fields = (message: string, name: string): number =>
  message.slice(0, message.indexOf('\r\n\r\n')).match(new RegExp(`^${name}:`, 'gim'))?.length ?? 0;
