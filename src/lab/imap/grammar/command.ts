/** Takes one command off the line, with its literals. RFC 3501 §2.2.1, §4.3; RFC 7888 (LITERAL+). */
import type { Channel } from '../../line/channel.ts';
import { COMMAND_TEXT, LITERALS, LITERALS_BEFORE_SIGN_IN, SMALL_LITERAL, SWALLOWED } from '../limits.ts';
import type { CommandPart } from './scanner.ts';

export type Taken =
  | { readonly kind: 'command'; readonly tag: string; readonly name: string; readonly parts: readonly CommandPart[] }
  /** Cannot be carried out, but the next command can be read: `tag` is `*` where it has none. */
  | { readonly kind: 'refused'; readonly tag: string; readonly status: 'NO' | 'BAD'; readonly text: string }
  /** No order can be brought into what follows. */
  | { readonly kind: 'hopeless'; readonly text: string };

export interface Taker {
  readonly input: Pick<Channel, 'line' | 'octetsOf' | 'pieces'>;
  /** Asks for a synchronizing literal: `+ …`. */
  goOn(): void;
  readonly signedIn: boolean;
  /** Octets a message may have. */
  readonly largestMessage: number;
}

const announcement = /\{(\d{1,15})(\+?)\}$/;
const opening = /^([^\x00-\x20\x7f-\xff(){%*"\\+]+) +([A-Za-z0-9-]+(?: +[A-Za-z]+)?)/;

/** Null: the connection has ended. @throws TooLong for a line beyond all measure. */
export async function takeCommand(taker: Taker): Promise<Taken | null> {
  const { input } = taker;
  const parts: CommandPart[] = [];
  let text = 0;
  let literals = 0;
  let refusal: string | null = null;
  for (;;) {
    const raw = await input.line(COMMAND_TEXT);
    if (raw === null) return null;
    const line = raw.toString('latin1');
    text += line.length;
    if (text > COMMAND_TEXT) return { kind: 'hopeless', text: 'That command is too long' };
    parts.push(line);
    const announced = announcement.exec(line);
    if (announced === null) return finish(parts, refusal);
    const octets = Number(announced[1]);
    const waits = announced[2] === '';
    const first = parts[0];
    refusal ??= tooMuch(taker, typeof first === 'string' ? first : '', octets, literals, parts.length);
    literals += octets;
    if (refusal !== null) {
      // The client does not send what nobody has asked for: the command ends here.
      if (waits) return finish(parts, refusal);
      if (literals > SWALLOWED) return { kind: 'hopeless', text: refusal };
      if (!(await input.pieces(octets, () => true))) return null;
      parts.push(Buffer.alloc(0));
      continue;
    }
    if (waits) taker.goOn();
    const literal = await input.octetsOf(octets);
    if (literal === null) return null;
    parts.push(literal);
  }
}

/** Why a literal of this size is not taken. */
function tooMuch(taker: Taker, line: string, octets: number, before: number, parts: number): string | null {
  const append = /^\S+ +APPEND /i.test(line);
  const largest = taker.signedIn ? (append ? taker.largestMessage : SMALL_LITERAL) : LITERALS_BEFORE_SIGN_IN;
  const all = append ? largest + SMALL_LITERAL : SMALL_LITERAL * 4;
  if (octets > largest) return `[TOOBIG] At most ${largest} octets are taken here`;
  if (before + octets > (taker.signedIn ? all : LITERALS_BEFORE_SIGN_IN)) return '[TOOBIG] Too much in one command';
  return parts > LITERALS * 2 ? '[LIMIT] Too many literals in one command' : null;
}

function finish(parts: readonly CommandPart[], refusal: string | null): Taken {
  const [first] = parts;
  const found = opening.exec(typeof first === 'string' ? first : '');
  const tag = found?.[1] ?? '*';
  if (refusal !== null) return { kind: 'refused', tag, status: 'NO', text: refusal };
  if (found === null || typeof first !== 'string') {
    const alone = /^([^\x00-\x20\x7f-\xff(){%*"\\+]+)(?: |$)/.exec(typeof first === 'string' ? first : '')?.[1];
    return { kind: 'refused', tag: alone ?? '*', status: 'BAD', text: 'A command is a tag, a space and a name' };
  }
  const words = (found[2] ?? '').toUpperCase().split(/ +/);
  const isUid = words[0] === 'UID' && words[1] !== undefined;
  const name = isUid ? `UID ${words[1]}` : (words[0] ?? '');
  const nameEnd = isUid ? found[0].length : found[0].length - (words[1] === undefined ? 0 : lastWord(found[0]));
  return { kind: 'command', tag, name, parts: [first.slice(nameEnd), ...parts.slice(1)] };
}

/** Length of the last word and the spaces before it. */
const lastWord = (text: string): number => / +[^ ]+$/.exec(text)?.[0].length ?? 0;
