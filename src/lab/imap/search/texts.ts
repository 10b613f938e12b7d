/** The texts of one message that SEARCH looks at, decoded and folded, each made when it is first asked for. */

import { decodeText } from '../../../message/charset.ts';
import { parseDate } from '../../../message/date.ts';
import type { Field } from '../../../message/header.ts';
import { limits } from '../../../message/limits.ts';
import { type LocalPart, readStructure } from '../../../message/structure.ts';
import { decodeTransfer } from '../../../message/transfer.ts';
import { decodeWords } from '../../../message/words.ts';
import { fold } from './fold.ts';

const DAY = 86_400_000;

export class MessageTexts {
  readonly #octets: Uint8Array;
  readonly #root: LocalPart;
  #fields: Map<string, string[]> | null = null;
  #header: string | null = null;
  #body: string | null = null;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#root = readStructure(octets).root;
  }

  /** Whether a field of this name has the text in it. */
  field(name: string, text: string): boolean {
    this.#fields ??= grouped(this.#root.fields);
    return this.#fields.get(name)?.some((value) => value.includes(text)) ?? false;
  }

  /** The day that the Date field names, as it stands there: RFC 3501, SENTBEFORE: "disregarding time and timezone". */
  sentDay(): number | null {
    const field = this.#root.fields.find(({ name }) => name.toLowerCase() === 'date');
    return field === undefined ? null : dayOf(field.value);
  }

  inBody(text: string): boolean {
    this.#body ??= bodyOf(this.#octets, this.#root);
    return this.#body.includes(text);
  }

  inText(text: string): boolean {
    this.#header ??= headerOf(this.#root);
    return this.#header.includes(text) || this.inBody(text);
  }
}

function dayOf(field: string): number | null {
  // Without zone, and without the time of day, which could fall on the next day somewhere else.
  const written = /\d{1,2}[\s-]+[a-z]{3,9}[.,]?[\s-]+\d{2,4}(?!\d|:)/i.exec(field.slice(0, 400))?.[0];
  const ms = (written === undefined ? null : parseDate(written)) ?? parseDate(field);
  return ms === null ? null : Math.floor(ms / DAY);
}

function grouped(fields: readonly Field[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    const text = fold(decodeWords(value.slice(0, limits.fieldOctets)));
    const known = found.get(key);
    if (known === undefined) found.set(key, [text]);
    else known.push(text);
  }
  return found;
}

/** Texts that are apart stay apart: no key has a NUL. */
const APART = '\0';

const shown = ({ name, value }: Field): string => `${name}: ${decodeWords(value.slice(0, limits.fieldOctets))}`;

/** The message's header, and the names of its parts (RFC 2231), which are decoded already. */
function headerOf(root: LocalPart): string {
  const texts = root.fields.map(shown);
  for (const part of everyPart(root)) if (part.name !== null) texts.push(part.name);
  return texts.map(fold).join(APART);
}

/** All that is text, decoded; of a message inside, its header too, since that is part of the body. */
function bodyOf(octets: Uint8Array, root: LocalPart): string {
  const texts: string[] = [];
  for (const part of everyPart(root)) {
    if (part.type === 'message/rfc822' && part.children.length > 0)
      texts.push(...(part.children[0]?.fields ?? []).map(shown));
    if (part.children.length > 0 || !/^(text|message)\//.test(part.type)) continue;
    const { bytes } = decodeTransfer(octets.subarray(part.start, part.end), part.encoding);
    const charset = part.parameters['charset'] ?? null;
    texts.push(decodeText(bytes.subarray(0, limits.textOctets), charset).text);
  }
  return texts.map(fold).join(APART);
}

function* everyPart(part: LocalPart): Generator<LocalPart> {
  yield part;
  for (const child of part.children) yield* everyPart(child);
}
