/** Markup in which everything that is put in is escaped, unless it is markup of ours. */
const ours: unique symbol = Symbol('markup');

export interface Markup {
  readonly [ours]: string;
}

type Piece = Markup | string | number | false | null | readonly Piece[];

/** As a tag of a template: `html`<td title="${subject}">${subject}</td>``. Text and quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { [ours]: strings.reduce((all, text, i) => all + written(pieces[i - 1] ?? null) + text) };
}

/** What is markup already: our style sheet, a chart that was drawn here. */
export const trusted = (text: string): Markup => ({ [ours]: text });

export const textOf = (markup: Markup): string => markup[ours];

function written(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (typeof piece === 'object' && ours in piece) return piece[ours];
  return typeof piece === 'object' ? piece.map(written).join('') : escaped(String(piece));
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => readable(text).replace(/[&<>"']/g, (letter) => named[letter] ?? '');

/** Controls are shown as a sign each; marks that turn the direction of writing are left out, so that no line reads otherwise than it is. */
export function readable(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[\ud800-\udfff]/gu, '\ufffd');
}
