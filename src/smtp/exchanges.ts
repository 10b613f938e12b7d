/**
 * Which reply answered which command. nodemailer tells every command (secrets masked) and every reply in its transaction log,
 * but keeps the words of refusals only; a recipient's 250 matters as much.
 */
import { type Reply, readReply } from './reply.ts';

export interface Exchange {
  /** `GREETING`, a verb in upper case, `.` for the message, or `AUTH` for each step of signing in. */
  readonly verb: string;
  /** What follows the verb. */
  readonly argument: string;
  readonly reply: Reply;
}

interface LogEntry {
  readonly tnx?: unknown;
}

const verbs = new Set(['EHLO', 'HELO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'RSET', 'NOOP', 'QUIT']);

export class Exchanges {
  readonly done: Exchange[] = [];
  readonly #asked: { verb: string; argument: string }[] = [{ verb: 'GREETING', argument: '' }];
  /** The first reply that is none, as it came. */
  broken: string | null = null;

  constructor(private readonly heard: (exchange: Exchange) => void) {}

  /** What the server is answering now: the oldest command without a reply, or the last one that got one. */
  get now(): string {
    return this.#asked[0]?.verb ?? this.done.at(-1)?.verb ?? 'GREETING';
  }

  /** nodemailer's logger. */
  readonly logger = {
    trace: () => {},
    debug: (entry: LogEntry, text?: unknown) => {
      if (entry.tnx === 'client') this.#said(String(text ?? ''));
      else if (entry.tnx === 'server') this.#heard(String(text ?? ''));
    },
    info: () => {},
    warn: () => {},
    error: () => {},
    fatal: () => {},
  };

  #said(line: string): void {
    const [, word = '', argument = ''] = /^(\S*)\s?([^]*)$/.exec(line) ?? [];
    const verb = word.toUpperCase();
    // What is no verb is a step of the sign-in, or the dot of an empty message.
    this.#asked.push(verbs.has(verb) ? { verb, argument } : { verb: line === '.' ? '.' : 'AUTH', argument: '' });
  }

  #heard(text: string): void {
    const reply = readReply(text);
    if (reply === null) {
      this.broken ??= text;
      return;
    }
    const asked = this.#asked.shift() ?? { verb: '?', argument: '' };
    if (asked.verb === 'DATA' && reply.code >= 300 && reply.code < 400)
      this.#asked.unshift({ verb: '.', argument: '' });
    const exchange = { ...asked, reply };
    this.done.push(exchange);
    this.heard(exchange);
  }
}

/** The step that an error names. */
export function stepOf(verb: string): string {
  if (verb === 'GREETING') return 'smtp.greeting';
  if (verb === '.') return 'smtp.data';
  if (verb === 'HELO') return 'smtp.ehlo';
  return verbs.has(verb) ? `smtp.${verb.toLowerCase()}` : 'smtp.read';
}
