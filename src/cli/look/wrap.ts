import { columnsOf } from './width.ts';

/** What does not begin a line in Japanese (JIS X 4051), nor in English. */
const noStart = /^[、。，．・：；？！）」』】〉》ゝゞーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜…,.;:?!)\]”’]/u;
/** What does not end one. */
const noEnd = /[（「『【〈《([“‘]$/u;

/** Text in lines of at most `columns`: words whole, Japanese between any two letters that may be parted. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  let space = '';
  for (const piece of pieces(text)) {
    if (piece === ' ') {
      space = line === '' ? '' : ' ';
      continue;
    }
    if (line !== '' && columnsOf(indent + line + space + piece) > columns) {
      lines.push(indent + line);
      line = piece;
    } else line += space + piece;
    space = '';
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}

/** What stays together: words, single wide letters with the marks that cling to them, and spaces. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const piece of text.match(/ +|[!-~\u00a1-\u024f\u2010-\u2027]+|./gu) ?? []) {
    const last = found.at(-1);
    const clings =
      last !== undefined && last !== ' ' && !piece.startsWith(' ') && (noStart.test(piece) || noEnd.test(last));
    if (clings) found[found.length - 1] = last + piece;
    else found.push(piece.startsWith(' ') ? ' ' : piece);
  }
  return found;
}
