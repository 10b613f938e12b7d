/** Which lines of a transcript speak of one mail: by its Message-ID or subject, by its UID in the folder that is selected, by its UIDL and the number that stands for it. Pure. */
import type { WireLine } from '../../../../src/contract/wire.ts';

export interface Known {
  readonly messageId: string;
  readonly subject: string;
  /** RFC 3501 §2.3.1.1: a UID means something in its mailbox only. */
  readonly uids: readonly { readonly folder: string; readonly uid: number }[];
  /** RFC 1939 §7. */
  readonly uidl: string | null;
}

/** The `n` of each line that does. */
export function mentions(lines: readonly WireLine[], known: Known): ReadonlySet<number> {
  const found = new Set<number>();
  const connections = new Map<number, Talk>();
  for (const line of lines) {
    const talk = connections.get(line.connection) ?? { selected: null, number: null, waiting: [], answering: false };
    connections.set(line.connection, talk);
    const speaks =
      byName(line, known) || (line.protocol === 'imap' ? byUid(line, known, talk) : byNumber(line, known, talk));
    if (speaks) found.add(line.n);
  }
  return found;
}

interface Talk {
  /** IMAP: the folder that is selected. */
  selected: string | null;
  /** POP3: the number that stands for the mail on this connection. */
  number: string | null;
  /** POP3: commands that wait for their answers, in their order (they may be pipelined, RFC 2449 §6.8): is it about the mail? */
  readonly waiting: boolean[];
  /** POP3: what the server says now answers a command about the mail. */
  answering: boolean;
}

/** Shorter subjects stand in too much else. */
const tellingSubject = 5;

function byName({ text }: WireLine, { messageId, subject }: Known): boolean {
  return (messageId !== '' && text.includes(messageId)) || (subject.length >= tellingSubject && text.includes(subject));
}

function byUid({ who, text }: WireLine, { uids }: Known, talk: Talk): boolean {
  const selects = who === 'C' ? /^\S+ (?:SELECT|EXAMINE) (?:"((?:[^"\\]|\\.)*)"|(\S+))/i.exec(text) : null;
  if (selects !== null) talk.selected = (selects[1] ?? selects[2] ?? '').replace(/\\(.)/g, '$1');
  const here = uids.filter(({ folder }) => folder.toLowerCase() === talk.selected?.toLowerCase()).map(({ uid }) => uid);
  if (here.length === 0) return false;
  const named =
    who === 'C'
      ? /\bUID (?:FETCH|STORE|COPY|MOVE|EXPUNGE) ([\d,:*]+)/i.exec(text)?.[1]
      : (/\bFETCH \((?:.* )?UID (\d+)/i.exec(text)?.[1] ??
        /\bVANISHED(?: \(EARLIER\))? ([\d,:]+)/i.exec(text)?.[1] ??
        /\bCOPYUID \d+ ([\d,:]+)/i.exec(text)?.[1]);
  return named !== undefined && here.some((uid) => inSet(uid, named));
}

/** RFC 3501 §9, sequence-set. One that is open at its end speaks of everything and so of nothing. */
function inSet(uid: number, set: string): boolean {
  return set.split(',').some((range) => {
    const [first = '', last = first] = range.split(':');
    const [a, b] = [Number(first), Number(last)];
    return uid >= Math.min(a, b) && uid <= Math.max(a, b);
  });
}

/** RFC 1939, 2449, 2595, 5034, 6856. What else the client says goes on with a sign-in. */
const commands = /^(?:APOP|AUTH|CAPA|DELE|LANG|LIST|NOOP|PASS|QUIT|RETR|RSET|STAT|STLS|TOP|UIDL|USER|UTF8)\b/i;

function byNumber({ who, text }: WireLine, { uidl }: Known, talk: Talk): boolean {
  if (who === 'C') {
    const asked = /^(?:RETR|TOP|DELE|LIST|UIDL) (\d+)/i.exec(text)?.[1];
    const about = asked !== undefined && asked === talk.number;
    if (commands.test(text)) talk.waiting.push(about);
    return about;
  }
  if (who !== 'S') return false;
  if (/^(?:\+OK|-ERR)/.test(text)) talk.answering = talk.waiting.shift() ?? false;
  const listed = /^(?:\+OK )?(\d+) (\S+)$/.exec(text);
  if (listed !== null && uidl !== null && listed[2] === uidl) {
    talk.number = listed[1] ?? null;
    return true;
  }
  return talk.answering;
}
