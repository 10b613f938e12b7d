/** What a sentence can be made of, taken out of an error once for all languages. */
import type { MailErrorFields } from '../../base/errors.ts';

export type Lang = 'en' | 'ja';

/** One or two sentences each, in plain text. `what`: what happened and who said it. `helps`: what the user can do. */
export interface Words {
  readonly what: string;
  readonly helps: string;
}

export type Protocol = 'imap' | 'pop3' | 'smtp';

export interface Told {
  /** As `tls.ca`. */
  readonly at: string;
  /** The server's name, or null. */
  readonly host: string | null;
  readonly port: number | null;
  readonly protocol: Protocol | null;
  /** The verb under way, as the protocol writes it: `RETR`; null where there is none. */
  readonly verb: string | null;
  /** Whether it happened before the server had greeted. */
  readonly greeting: boolean;
  /** The peer's words on one line, without secrets; never longer than 300 characters. */
  readonly said: string | null;
  /** How servers on this port usually begin. */
  readonly custom: 'implicit' | 'clear' | null;
  /** A fact by name as text, or null. The first name that is there counts. */
  fact(...names: string[]): string | null;
  /** A moment by name, or null. */
  day(name: string): Date | null;
}

const ports: Readonly<Record<number, { protocol: Protocol; custom: 'implicit' | 'clear' }>> = {
  143: { protocol: 'imap', custom: 'clear' },
  993: { protocol: 'imap', custom: 'implicit' },
  110: { protocol: 'pop3', custom: 'clear' },
  995: { protocol: 'pop3', custom: 'implicit' },
  25: { protocol: 'smtp', custom: 'clear' },
  587: { protocol: 'smtp', custom: 'clear' },
  465: { protocol: 'smtp', custom: 'implicit' }, // RFC 8314 §3.3
};

export function tell(error: MailErrorFields): Told {
  const [area = '', step = ''] = error.at.split('.');
  const { host, port } = takeApart(error.peer);
  const usual = port === null ? undefined : ports[port];
  const fact: Told['fact'] = (...names) => {
    for (const name of names) {
      const value = error.facts?.[name];
      if (value !== undefined && value !== '') return oneLine(String(value));
    }
    return null;
  };
  const spoken: Protocol | null = area === 'imap' || area === 'pop3' || area === 'smtp' ? area : null;
  return {
    at: error.at,
    host: host ?? fact('host'),
    port,
    protocol: spoken ?? protocolFact(fact('protocol')) ?? usual?.protocol ?? null,
    verb: spoken !== null && /^[a-z][a-z0-9-]*$/.test(step) && !notVerbs.has(step) ? step.toUpperCase() : null,
    greeting: step === 'greeting',
    said: spokenWords(error.said),
    custom: usual?.custom ?? null,
    fact,
    day(name) {
      const text = fact(name);
      const at = text === null ? Number.NaN : Date.parse(text);
      return Number.isNaN(at) ? null : new Date(at);
    },
  };
}

/** What is worth quoting: a library's own names for a broken socket are nobody's words. OpenSSL's are cut to the reason. */
function spokenWords(said: string | undefined): string | null {
  const line = oneLine(said ?? '');
  if (/^(?:connect|read|write|getaddrinfo|query\w*|shutdown) E[A-Z]{3,}\b/.test(line) && !/SSL routines/.test(line))
    return null;
  if (
    /^(?:Premature close|Client network socket disconnected|Socket closed|Connection closed|This socket has been ended)/i.test(
      line,
    )
  )
    return null;
  return /:SSL routines:[^:]*:(?<reason>[^:]+)/.exec(line)?.groups?.['reason']?.trim() ?? (line === '' ? null : line);
}

/** Parts of `at` that are no command of the protocol. */
const notVerbs = new Set([
  'greeting',
  'connect',
  'open',
  'close',
  'read',
  'write',
  'reply',
  'line',
  'test',
  'message',
  'reading',
  'session',
]);

function takeApart(peer: string | undefined): { host: string | null; port: number | null } {
  if (peer === undefined || peer === '') return { host: null, port: null };
  const found = /^(?<host>.*):(?<port>\d{1,5})$/.exec(peer);
  if (found?.groups === undefined) return { host: peer, port: null };
  return { host: found.groups['host'] || null, port: Number(found.groups['port']) };
}

function protocolFact(value: string | null): Protocol | null {
  return value === 'imap' || value === 'pop3' || value === 'smtp' ? value : null;
}

/** Foreign text must not break the sentence: one line, no control or direction characters, an end. */
function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : line;
}

/** Who stands behind a distinguished name: `C=JP, O=Hana, CN=Hana Root` is Hana Root. */
export function commonName(name: string | null): string | null {
  if (name === null) return null;
  return (/\bCN ?= ?(?<cn>[^,]+)/.exec(name) ?? /\bO ?= ?(?<cn>[^,]+)/.exec(name))?.groups?.['cn']?.trim() ?? name;
}

/** `a, b and 3 more` needs its words from the language; this gives the parts. */
export function firstNames(list: string | null, most: number): { shown: string[]; more: number } {
  const names = (list ?? '')
    .split(/[,\s]+/)
    .map((name) => name.replace(/^DNS:/i, ''))
    .filter((name) => name !== '');
  return { shown: names.slice(0, most), more: Math.max(0, names.length - most) };
}
