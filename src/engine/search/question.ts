/** What a search asks, the same for this profile and for the server: words, all of which must occur where they are asked for. */
export interface Question {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Anywhere in header and body. */
  readonly text: readonly string[];
}

/** More words than a person writes; each costs the server a look at every mail. */
const mostWords = 16;

export function questionOf(asked: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly text?: string | undefined;
}): Question {
  return { from: words(asked.from), to: words(asked.to), text: words(asked.text) };
}

export function isEmpty({ from, to, text }: Question): boolean {
  return from.length + to.length + text.length === 0;
}

function words(text = ''): string[] {
  return text.normalize('NFC').replaceAll('\0', ' ').split(/\s+/).filter(Boolean).slice(0, mostWords);
}
