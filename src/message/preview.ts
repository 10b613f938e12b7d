/** One line of a mail for the list: what the sender wrote, not what was quoted or signed with. */
import { htmlToText } from './html-text.ts';
import { limits } from './limits.ts';

/** At most 200 characters (UTF-16 units, never half a pair) on one line; quotes and signatures skipped unless there is nothing else. */
export function previewOf(text: string, kind: 'html' | 'text'): string {
  const input = text.slice(0, limits.previewInput);
  const enough = limits.preview * 20;
  if (kind === 'html') {
    const own = oneLine(ownLines(htmlToText(input, { quotes: false, enough })));
    return own !== '' ? own : oneLine(htmlToText(input, { quotes: true, enough }));
  }
  const own = oneLine(ownLines(input));
  return own !== '' ? own : oneLine(input.replace(/^[>\s]+/gm, ''));
}

/** RFC 3676 §4.3: `-- ` begins the signature. Below these lines nothing is the sender's. */
const ends = /^(--|-{2,}\s*(original message|forwarded message|元のメッセージ|転送メッセージ|ここから).*)$/i;
/** Lines that introduce a quote. */
const introduces =
  /(\bwrote|\bschrieb|a écrit|escribió|ha scritto)\s*:\s*$|(さん|様|氏)?(は|が)?(書きました|書かれました|のメール)\s*[:：]?$|^\d{4}年\d{1,2}月\d{1,2}日.*[:：]$/i;

function ownLines(text: string): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of text.slice(0, 64 * 1024).split(/\r\n|\n|\r/)) {
    const trimmed = line.trim();
    if (ends.test(trimmed.slice(0, 200))) break;
    if (/^[>|＞]/.test(trimmed)) continue;
    if (introduces.test(trimmed.slice(-200))) continue;
    kept.push(trimmed);
    length += trimmed.length;
    if (length > limits.preview * 20) break;
  }
  return kept.join('\n');
}

/** Most mails begin with words: a first look at little is enough, and only what is full of filler is looked at further. */
function oneLine(text: string): string {
  const line = squeeze(text.slice(0, limits.preview * 4));
  return cut(line.length > limits.preview ? line : squeeze(text.slice(0, limits.preview * 40)), limits.preview);
}

function squeeze(text: string): string {
  return (
    text
      // Invisible filler: newsletters pad their first line with it.
      .replace(
        /\u034f|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\uffa0]/g,
        '',
      )
      .replace(/(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d+/gu, '') // it joins emoji, and is filler elsewhere
      // Rules drawn with signs say nothing in a list.
      .replace(/([-=_*~#+━─―═＝－☆★◆◇■□●○・…])\1{3,}/g, ' ')
      .replace(/[\x00-\x20\x7f-\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g, ' ')
      .trim()
  );
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length).trimEnd();
}
