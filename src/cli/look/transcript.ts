import type { Transcript } from '../../contract/lab/trace.ts';
import { cut, lines } from './width.ts';

/** Of many lines that one side says in a row (capabilities, a letter) so many are shown from their beginning and their end. */
const run = { head: 4, tail: 2 };

/** Lines of a conversation with who said them: `C: EHLO …`. What is left out is told as a number. */
export function transcriptLines(
  transcript: Transcript,
  o: { readonly most: number; readonly columns: number; readonly left: (lines: number) => string },
): string[] {
  const spoken = runsOf(transcript).flatMap(({ who, said }) =>
    shortened(said, run.head, run.tail, o.left).map((each) => cut(`${who}: ${each}`, o.columns)),
  );
  return shortened(spoken, Math.ceil(o.most * 0.8), Math.floor(o.most * 0.2), o.left);
}

function shortened(all: readonly string[], head: number, tail: number, left: (lines: number) => string): string[] {
  if (all.length <= head + tail + 1) return [...all];
  return [...all.slice(0, head), left(all.length - head - tail), ...all.slice(-tail)];
}

/** What one side says until the other speaks. */
function runsOf({ pieces }: Transcript): { readonly who: string; readonly said: string[] }[] {
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
