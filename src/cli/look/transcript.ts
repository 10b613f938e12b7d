import type { Transcript, TranscriptPiece } from '../../contract/lab/trace.ts';
import { cut, lines } from './width.ts';
import { wrap } from './wrap.ts';

/** What one side says in a row is shown whole up to so many lines: the longest answer to EHLO fits, a letter does not. */
const whole = 12;
/** Of more lines so many are shown from their beginning and their end. */
const run = { head: 4, tail: 2 };

export interface TranscriptLook {
  /** Lines of the conversation, about. */
  readonly most: number;
  readonly columns: number;
  /** Says how many lines, or pieces of the conversation that nobody kept, are left out. */
  left(count: number, what: 'lines' | 'pieces'): string;
  /** What stands beside a line in which user and password are only encoded. */
  readonly encoded: string;
}

/** A line as it is shown, and how many it stands for. */
interface Shown {
  readonly text: string;
  readonly lines: number;
}

/** Lines of a conversation with who said them: `C: EHLO …`. What is left out is told as a number. */
export function transcriptLines({ pieces, left }: Pick<Transcript, 'pieces' | 'left'>, o: TranscriptLook): string[] {
  const spoken = runsOf(pieces).flatMap(({ who, said }) => {
    const all = said.map((text) => ({ text, lines: 1 }));
    const few = all.length <= whole ? all : shortened(all, run.head, run.tail, o);
    return few.flatMap(({ text, lines }) => [
      { text: cut(`${who}: ${text}`, o.columns), lines },
      ...(who === 'C' && holdsPassword(text)
        ? wrap(o.encoded, o.columns, '   ').map((note) => ({ text: note, lines: 0 }))
        : []),
    ]);
  });
  const few =
    spoken.length <= o.most ? spoken : shortened(spoken, Math.ceil(o.most * 0.8), Math.floor(o.most * 0.2), o);
  return [...few.map(({ text }) => text), ...(left === 0 ? [] : [o.left(left, 'pieces')])];
}

function shortened(all: readonly Shown[], head: number, tail: number, o: TranscriptLook): Shown[] {
  const lines = all.slice(head, -tail).reduce((sum, each) => sum + each.lines, 0);
  return [...all.slice(0, head), { text: o.left(lines, 'lines'), lines }, ...all.slice(-tail)];
}

/** RFC 4616: Base64 hides nothing. */
const holdsPassword = (text: string): boolean => /^(\S+ )?(AUTH|AUTHENTICATE) PLAIN [\w+/]+=*$/i.test(text);

/** What one side says until the other speaks. */
function runsOf(pieces: readonly TranscriptPiece[]): { readonly who: string; readonly said: string[] }[] {
  const runs: { who: string; octets: string }[] = [];
  for (const { who, octets } of pieces) {
    const last = runs.at(-1);
    if (last?.who === who && who !== '*') last.octets += octets;
    else runs.push({ who, octets });
  }
  return runs.map(({ who, octets }) => ({
    who,
    said: lines(
      Buffer.from(octets, 'latin1')
        .toString('utf8')
        .replace(/\r?\n$/, ''),
    ),
  }));
}
