/** Parameters of Content-Type and Content-Disposition as a server lists them: RFC 2231 pieces joined, everything decoded. */
import type { Value } from './fetch-row.ts';
import { decodeCharset, words } from './words.ts';

export function readParameters(value: Value | undefined): Record<string, string> {
  if (!Array.isArray(value) || value.length === 0) return {};
  const out = new Map<string, string>();
  let pieces: Map<string, Piece[]> | null = null;
  for (let i = 0; i + 1 < value.length; i += 2) {
    const name = value[i];
    const text = value[i + 1];
    if (typeof name !== 'string' || typeof text !== 'string') continue;
    const star = name.indexOf('*');
    if (star < 0) {
      // A plain value loses against its RFC 2231 form (§4.1 of RFC 6266 says the same for HTTP).
      const lower = name.toLowerCase();
      if (!out.has(lower)) out.set(lower, words(text));
      continue;
    }
    pieces ??= new Map();
    const base = name.slice(0, star).toLowerCase();
    const match = /^\*(\d{1,4})?(\*)?$/.exec(name.slice(star));
    if (!match) continue;
    const list = pieces.get(base) ?? [];
    list.push({ n: Number(match[1] ?? 0), encoded: match[1] === undefined || match[2] !== undefined, text });
    pieces.set(base, list);
  }
  if (pieces) for (const [base, list] of pieces) out.set(base, join(list));
  return Object.fromEntries(out);
}

interface Piece {
  readonly n: number;
  readonly encoded: boolean;
  readonly text: string;
}

/** RFC 2231 §3 and §4: the first encoded piece begins with charset'language'. */
function join(list: Piece[]): string {
  list.sort((a, b) => a.n - b.n);
  let charset: string | null = null;
  const octets: Buffer[] = [];
  list.forEach((piece, i) => {
    let text = piece.text;
    if (i === 0 && piece.encoded) {
      const match = /^([^']*)'[^']*'/.exec(text);
      if (match) {
        charset = match[1] || null;
        text = text.slice(match[0].length);
      }
    }
    octets.push(piece.encoded ? unescape8(text) : Buffer.from(text, 'latin1'));
  });
  const joined = Buffer.concat(octets);
  return charset === null ? words(joined.toString('latin1')) : decodeCharset(joined, charset);
}

function unescape8(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
