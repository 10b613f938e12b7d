import type { Transcript } from '../../contract/lab/trace.ts';
import { cut, lines } from './width.ts';

/** Lines of a conversation with who said them: `C: EHLO …`. The middle of a long one is told as a number. */
export function transcriptLines(
  transcript: Transcript,
  o: {
    readonly head: number;
    readonly tail: number;
    readonly columns: number;
    readonly left: (lines: number) => string;
  },
): string[] {
  const spoken = transcript.pieces.flatMap(({ who, octets }) => {
    const said = lines(Buffer.from(octets, 'latin1').toString('utf8'));
    if (said.at(-1) === '') said.pop();
    return said.map((each) => cut(`${who}: ${each}`, o.columns));
  });
  if (spoken.length <= o.head + o.tail + 1) return spoken;
  const left = spoken.length - o.head - o.tail;
  return [...spoken.slice(0, o.head), o.left(left), ...spoken.slice(-o.tail)];
}
