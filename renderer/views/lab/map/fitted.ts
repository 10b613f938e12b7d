/** A name in the room that a map has for it. Pure. */

/** @param room in half-width characters; East Asian ones are twice as wide. */
export function fitted(text: string, room: number): string {
  let left = room;
  let out = '';
  for (const { segment } of graphemes.segment(text)) {
    left -= wide.test(segment) ? 2 : 1;
    if (left < 0) return `${out.trimEnd()}…`;
    out += segment;
  }
  return out;
}
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}]/u;
