/** Replies, RFC 5321 §4.2, with enhanced status codes, RFC 3463. Grammar only: knows no connection. */
import { oneLine } from '../net/index.ts';

export interface Reply {
  readonly code: number;
  /** As `5.1.1`, where the server gives one. */
  readonly enhanced: string | null;
  /** The text of each line, codes removed. */
  readonly lines: readonly string[];
  /** As one line: the code, then the text of all lines. */
  readonly said: string;
}

/** A whole reply, its lines separated by CRLF or LF; null where it is none. */
export function readReply(text: string): Reply | null {
  const lines: string[] = [];
  let code = '';
  let enhanced: string | null = null;
  for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const found = /^([2-5]\d\d)(?:[ -]([^]*))?$/.exec(line);
    if (!found) return null;
    code ||= found[1] as string;
    if (found[1] !== code) return null;
    const words = /^(?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?([^]*)$/.exec(found[2] ?? '');
    enhanced ??= words?.[1] ?? null;
    lines.push(words?.[2] ?? '');
  }
  if (code === '') return null;
  return {
    code: Number(code),
    enhanced,
    lines,
    said: oneLine([code, enhanced ?? '', ...lines].filter(Boolean).join(' ')),
  };
}

/** True while more lines of the same reply follow. */
export function continues(line: string): boolean {
  return /^[2-5]\d\d-/.test(line);
}
