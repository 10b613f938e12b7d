/** Mails and the ways that they went, read out of the trace. Pure: the same events give the same journeys. */
import type { Outcome, TraceEvent } from '../../../../src/contract/lab/trace.ts';

/** One hop: a host said something about this mail. */
export interface Mark {
  readonly key: string;
  readonly host: string;
  /** The lab's clock. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly what: 'taken' | 'listed' | 'stored' | 'fetched' | 'waiting' | 'refused' | 'handed-over';
  /** How often the same was said: attempts that ended in the same way. */
  readonly times: number;
  /** The server's own words, where it gave some. */
  readonly said: string | null;
  /** Its transcript; null where there was no conversation. */
  readonly connection: string | null;
  /** As `TLS 1.3`; `clear`: a conversation without TLS; null: no conversation, or nothing is known of it. */
  readonly secure: string | null;
  readonly recipients: readonly string[];
}

/** From where a mail began to where one copy of it is now. */
export interface Way {
  readonly key: string;
  readonly marks: readonly Mark[];
}

export interface Mail {
  readonly mail: string;
  readonly subject: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** The mail that this one is a report about. */
  readonly parent: string | null;
  readonly why: string;
  readonly began: number;
  /** Place of its last event in the trace. */
  readonly last: number;
  readonly ways: readonly Way[];
  readonly outcome: Outcome;
}

type Told<K extends TraceEvent['kind']> = Extract<TraceEvent, { kind: K }>;
interface Node {
  mark: Mark;
  parent: Node | null;
  children: number;
}
interface Building {
  first: Told<'queued'>;
  last: number;
  nodes: Node[];
  /** Where each queue id of this mail was taken. */
  taken: Map<string, Node>;
  /** What waits, by queue id and next host. */
  waits: Map<string, Node>;
  attempts: Map<string, { number: number; connection: string | null }>;
}
/** What lies at a place of a mailbox: programs that fetch it name the place, not the mail. */
type Shelves = Map<string, { mail: Building; node: Node }>;
const shelf = (at: { host: string; user: string; mailbox: string; uid: number }): string =>
  [at.host, at.user, at.mailbox, at.uid].join(' ');
interface Talk {
  client: string;
  secure: string | null;
}

/** Newest first. */
export function journeys(events: readonly TraceEvent[]): Mail[] {
  const talks = new Map<string, Talk>();
  const mails = new Map<string, Building>();
  const shelves: Shelves = new Map();
  for (const event of events) {
    hearTalk(talks, event);
    if (event.kind === 'retrieved') fetched(shelves, event, talks);
    if (event.mail === undefined) continue;
    const mail = mails.get(event.mail);
    if (mail === undefined) {
      if (event.kind === 'queued') mails.set(event.mail, begin(event, talks));
      continue;
    }
    mail.last = event.seq;
    if (event.kind === 'stored') store(mail, event, talks, shelves);
    else goOn(mail, event, talks);
  }
  return [...mails.values()].map(finished).sort((a, b) => b.last - a.last);
}

/** The same for one mail, without looking at what happened to the others. Null: it has not been taken yet. */
export function journeyOf(events: readonly TraceEvent[], mail: string): Mail | null {
  const own = events.filter((event) => event.mail === mail);
  const talks = new Set(own.map(({ connection }) => connection));
  const shelves = new Set(own.flatMap((event) => (event.kind === 'stored' ? [shelf(event)] : [])));
  const about = (event: TraceEvent): boolean =>
    event.mail === mail ||
    (event.kind === 'retrieved' && shelves.has(shelf(event))) ||
    ((event.kind === 'connected' || event.kind === 'tls') && talks.has(event.connection));
  for (const event of events) if (event.kind === 'retrieved' && shelves.has(shelf(event))) talks.add(event.connection);
  return journeys(events.filter(about)).find((one) => one.mail === mail) ?? null;
}

function hearTalk(talks: Map<string, Talk>, event: TraceEvent): void {
  if (event.connection === undefined) return;
  if (event.kind === 'connected')
    talks.set(event.connection, { client: event.client, secure: event.tls ? 'TLS' : 'clear' });
  if (event.kind === 'tls') {
    const talk = talks.get(event.connection);
    if (talk !== undefined) talk.secure = event.version.replace(/^TLSv/, 'TLS ');
  }
}

function begin(event: Told<'queued'>, talks: ReadonlyMap<string, Talk>): Building {
  const mail: Building = {
    first: event,
    last: event.seq,
    nodes: [],
    taken: new Map(),
    waits: new Map(),
    attempts: new Map(),
  };
  take(mail, event, talks);
  return mail;
}

function goOn(mail: Building, event: TraceEvent, talks: ReadonlyMap<string, Talk>): void {
  if (event.kind === 'queued') take(mail, event, talks);
  else if (event.kind === 'attempt')
    mail.attempts.set(`${event.queueId} ${event.next}`, {
      number: event.number,
      connection: event.connection ?? null,
    });
  else if (event.kind === 'deferred') wait(mail, event, talks);
  else if (event.kind === 'failed') refuse(mail, event, talks);
  else if (event.kind === 'delivered') handOver(mail, event, talks);
}

function add(mail: Building, parent: Node | null, mark: Mark): Node {
  const node: Node = { mark, parent, children: 0 };
  if (parent !== null) parent.children += 1;
  mail.nodes.push(node);
  return node;
}

/** The conversation as a mark shows it. */
function talkOf(
  connection: string | null | undefined,
  talks: ReadonlyMap<string, Talk>,
): Pick<Mark, 'connection' | 'secure'> {
  if (connection === null || connection === undefined) return { connection: null, secure: null };
  return { connection, secure: talks.get(connection)?.secure ?? null };
}

const isTaken = ({ what }: Mark): boolean => what === 'taken' || what === 'listed';

function take(mail: Building, event: Told<'queued'>, talks: ReadonlyMap<string, Talk>): void {
  const client = event.connection === undefined ? event.host : talks.get(event.connection)?.client;
  const before = mail.nodes.findLast(({ mark }) => isTaken(mark) && mark.host === client) ?? null;
  const waited = mail.nodes.findLast(
    ({ mark, parent }) => mark.what === 'waiting' && mark.host === event.host && parent === before,
  );
  const node = add(mail, waited ?? before, {
    key: `${event.seq}`,
    host: event.host,
    at: event.at,
    outcome: 'passed',
    what: event.why === 'list' ? 'listed' : 'taken',
    times: 1,
    said: null,
    ...talkOf(event.connection, talks),
    recipients: event.recipients,
  });
  mail.taken.set(event.queueId, node);
}

function wait(mail: Building, event: Told<'deferred'>, talks: ReadonlyMap<string, Talk>): void {
  const key = `${event.queueId} ${event.next ?? ''}`;
  const attempt = mail.attempts.get(key);
  const old = mail.waits.get(key);
  const talk = talkOf(event.connection ?? attempt?.connection, talks);
  if (old !== undefined) {
    const { mark } = old;
    const recipients = mark.recipients.includes(event.recipient)
      ? mark.recipients
      : [...mark.recipients, event.recipient];
    // Several recipients of one attempt are told at one moment.
    const times = event.at === mark.at && !mark.recipients.includes(event.recipient) ? mark.times : mark.times + 1;
    old.mark = { ...mark, at: event.at, said: event.said, recipients, times, ...talk };
    return;
  }
  mail.waits.set(
    key,
    add(mail, mail.taken.get(event.queueId) ?? null, {
      key: `${event.seq}`,
      host: event.next ?? event.host,
      at: event.at,
      outcome: 'waiting',
      what: 'waiting',
      times: 1,
      said: event.said,
      ...talk,
      recipients: [event.recipient],
    }),
  );
}

function refuse(mail: Building, event: Told<'failed'>, talks: ReadonlyMap<string, Talk>): void {
  const attempt = mail.attempts.get(`${event.queueId} ${event.next ?? ''}`);
  const parent = mail.waits.get(`${event.queueId} ${event.next ?? ''}`) ?? mail.taken.get(event.queueId) ?? null;
  const same = mail.nodes.find(
    ({ mark, parent: of }) => mark.what === 'refused' && of === parent && mark.said === event.said,
  );
  if (same !== undefined) {
    alsoFor(same, event.recipient);
    return;
  }
  add(mail, parent, {
    key: `${event.seq}`,
    host: event.next ?? event.host,
    at: event.at,
    outcome: 'refused',
    what: 'refused',
    times: 1,
    said: event.said,
    ...talkOf(event.connection ?? attempt?.connection, talks),
    recipients: [event.recipient],
  });
}

function store(mail: Building, event: Told<'stored'>, talks: ReadonlyMap<string, Talk>, shelves: Shelves): void {
  const before = mail.nodes.findLast(({ mark }) => isTaken(mark) && mark.host === event.host) ?? null;
  const node = add(mail, before, {
    key: `${event.seq}`,
    host: event.host,
    at: event.at,
    outcome: 'passed',
    what: 'stored',
    times: 1,
    said: null,
    ...talkOf(event.connection, talks),
    recipients: [event.user],
  });
  shelves.set(shelf(event), { mail, node });
}

/** The same was said about another recipient. */
function alsoFor(node: Node, recipient: string): void {
  node.mark = { ...node.mark, recipients: [...node.mark.recipients, recipient] };
}

/** To a server that is not of this world nothing else will be told by it. */
function handOver(mail: Building, event: Told<'delivered'>, talks: ReadonlyMap<string, Talk>): void {
  const told = mail.nodes.some(({ mark }) => mark.host === event.next && (isTaken(mark) || mark.what === 'stored'));
  // An address: a list took it, whose copies have a queue entry of their own.
  if (told || event.next === event.host || event.next.includes('@')) return;
  const parent = mail.taken.get(event.queueId) ?? null;
  const same = mail.nodes.find(
    ({ mark, parent: of }) => mark.what === 'handed-over' && of === parent && mark.host === event.next,
  );
  if (same !== undefined) {
    alsoFor(same, event.recipient);
    return;
  }
  add(mail, parent, {
    key: `${event.seq}`,
    host: event.next,
    at: event.at,
    outcome: 'passed',
    what: 'handed-over',
    times: 1,
    said: event.said,
    ...talkOf(event.connection, talks),
    recipients: [event.recipient],
  });
}

/** The first time that a user's program took it. */
function fetched(shelves: Shelves, event: Told<'retrieved'>, talks: ReadonlyMap<string, Talk>): void {
  const { mail, node: stored } = shelves.get(shelf(event)) ?? {};
  if (mail === undefined || stored === undefined) return;
  const known = mail.nodes.some(
    ({ mark, parent }) => mark.what === 'fetched' && parent === stored && mark.host === event.machine,
  );
  if (known) return;
  add(mail, stored, {
    key: `${event.seq}`,
    host: event.machine,
    at: event.at,
    outcome: 'passed',
    what: 'fetched',
    times: 1,
    said: event.what,
    ...talkOf(event.connection, talks),
    recipients: [event.user],
  });
}

function finished(mail: Building): Mail {
  const { first } = mail;
  const ends = mail.nodes.filter((node) => node.children === 0);
  const outcomes = ends.map(({ mark }) => mark.outcome);
  return {
    mail: first.mail ?? '',
    subject: first.subject,
    from: first.reversePath,
    recipients: first.recipients,
    parent: first.parent,
    why: first.why,
    began: first.at,
    last: mail.last,
    ways: ends.map(wayTo).sort(byBranch),
    outcome: outcomes.includes('refused') ? 'refused' : outcomes.includes('waiting') ? 'waiting' : 'passed',
  };
}

function wayTo(end: Node): Way {
  const marks: Mark[] = [];
  for (let node: Node | null = end; node !== null; node = node.parent) marks.unshift(node.mark);
  return { key: end.mark.key, marks };
}

/** Ways that part late stand together, so that what they share is drawn once. */
function byBranch(a: Way, b: Way): number {
  const at = a.marks.findIndex((mark, n) => b.marks[n]?.key !== mark.key);
  if (at === -1) return a.marks.length - b.marks.length;
  return Number(a.marks[at]?.key ?? 0) - Number(b.marks[at]?.key ?? 0);
}
