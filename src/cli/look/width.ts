/** Text on a terminal: how many columns it takes, and what of it may go there. */

/** Letters that take two columns: Unicode's East Asian Width W and F (UAX #11), in the blocks that mail has. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;

export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += none.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return columns;
}

/** Cut to so many columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const letter of text) {
    const width = columnsOf(letter);
    if (used + width > columns - 1) break;
    kept += letter;
    used += width;
  }
  return `${kept}…`;
}

/** One line that cannot command the terminal: foreign text may hold escape sequences and turn the direction of writing. */
export function line(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The same for text of several lines. */
export function lines(text: string): string[] {
  return text.split(/\r\n|[\r\n]/).map((each) => each.split('\t').map(line).join('\t'));
}
