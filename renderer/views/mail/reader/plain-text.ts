/** A plain text part taken apart: which lines are quoted, where the signature begins, what is a link. Text in, values out. */

export type Token = { readonly text: string } | { readonly text: string; readonly href: string };

export interface Block {
  /** How many times the lines are quoted; 0 for the writer's own words. */
  readonly depth: number;
  readonly signature: boolean;
  readonly tokens: readonly Token[];
}

// RFC 3676 §4.5: a quoted line begins with ">"; people and programs put spaces between several.
const quoted = /^((?:> ?)+)/;
const link = /\b(?:https?:\/\/|mailto:)[^\s<>"「」『』（）、。]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Lines that belong together become one block; blank lines stay inside it. */
export function takeApart(text: string): Block[] {
  const blocks: { depth: number; signature: boolean; lines: string[] }[] = [];
  let signature = false;
  for (const line of text.replace(/\r\n?/g, '\n').replace(/\s+$/, '').split('\n')) {
    const mark = quoted.exec(line)?.[1] ?? '';
    const depth = [...mark].filter((c) => c === '>').length;
    // RFC 3676 §4.3: "-- " on a line of its own ends the text; many programs lose the space.
    if (depth === 0 && /^-- ?$/.test(line)) signature = true;
    const last = blocks.at(-1);
    if (last !== undefined && last.depth === depth && last.signature === signature)
      last.lines.push(line.slice(mark.length));
    else blocks.push({ depth, signature, lines: [line.slice(mark.length)] });
  }
  return blocks
    .map(({ depth, signature, lines }) => ({
      depth,
      signature,
      text: lines.join('\n').replace(/^(?:[^\S\n]*\n)+|\s+$/g, ''),
    }))
    .filter(({ text }) => text !== '')
    .map(({ depth, signature, text }) => ({ depth, signature, tokens: tokensOf(text) }));
}

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const found of text.matchAll(link)) {
    const href = withoutTail(found[0]);
    if (found.index > at) tokens.push({ text: text.slice(at, found.index) });
    tokens.push({ text: href, href: /^(https?:\/\/|mailto:)/.test(href) ? href : `mailto:${href}` });
    at = found.index + href.length;
  }
  if (at < text.length) tokens.push({ text: text.slice(at) });
  return tokens;
}

/** A full stop, comma or closing bracket after an address belongs to the sentence, not to the address. */
function withoutTail(href: string): string {
  let end = href.length;
  for (; end > 0; end--) {
    const last = href[end - 1] as string;
    if (".,;:!?'*_".includes(last)) continue;
    if (last === ')' && count(href, ')', end) > count(href, '(', end)) continue;
    if (last === ']' && count(href, ']', end) > count(href, '[', end)) continue;
    break;
  }
  return href.slice(0, end);
}

function count(text: string, letter: string, end: number): number {
  let found = 0;
  for (let at = 0; at < end; at++) if (text[at] === letter) found += 1;
  return found;
}
