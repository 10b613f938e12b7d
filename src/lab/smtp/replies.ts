/** Replies as they go over the wire, RFC 5321 §4.2; and those that the conversation gives by itself. */
import type { Reply } from './policy.ts';

/** What a verb answers, and what follows. */
export interface Answer extends Reply {
  /** `mistake`: the client broke the protocol's rules; it is counted. */
  readonly mistake?: true;
  /** `forget`: the transaction is over. */
  readonly next?: 'close' | 'handshake' | 'content' | 'forget';
}

export const mistake = (code: number, text: string): Answer => ({ code, text, mistake: true });

/** RFC 2034 §4: every reply has an enhanced status, but the greeting, the answers to HELO and EHLO, and 3xx. */
function withStatus(code: number, line: string): string {
  const wants = code >= 400 || (code >= 200 && code < 300 && code !== 220 && code !== 250 && code !== 221);
  if (!wants || /^[245]\.\d{1,3}\.\d{1,3}(?: |$)/.test(line)) return line;
  return `${Math.floor(code / 100)}.0.0 ${line}`;
}

/** RFC 5321 §4.5.3.1.5: 512 octets with code and CRLF. */
const longest = 500;

/** Lines without their line ends, as `250-…` and `250 …`. Nothing in `text` can end a line early. */
export function replyLines({ code, text }: Reply, utf8: boolean): string[] {
  const lines = typeof text === 'string' ? [text] : text;
  if (lines.length === 0) return [`${code} `];
  return lines.map((line, n) => {
    const clean = cleaned(withStatus(code, line), utf8);
    return `${code}${n < lines.length - 1 ? '-' : ' '}${clean}`;
  });
}

function cleaned(line: string, utf8: boolean): string {
  if (line.length < longest / 3 && /^[ -~]*$/.test(line)) return line;
  const words = line.replace(/[\r\n]+/g, ' ').replace(/[\0-\x1f\x7f]/g, '?');
  const fit = utf8 ? words : words.replace(/[^ -~]/gu, '?');
  if (Buffer.byteLength(fit) <= longest) return fit;
  // Never within a character.
  return Buffer.from(fit)
    .subarray(0, longest)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
}
