/** UID SEARCH: RFC 3501 §6.4.4, answered by ESEARCH (RFC 4731) where the server has it. */
import { MailError } from '../base/errors.ts';
import { exec, type Response, type Token } from './flow.ts';
import { selectedFolder } from './folders.ts';
import { unpackSet } from './sequence.ts';
import type { Talk } from './talk.ts';
import type { Query } from './types.ts';

/** @see ImapSession.uids */
export function allUids(talk: Talk): Promise<number[]> {
  return talk.ask('imap.search', () => searched(talk, [atom('ALL')]));
}

/** @see ImapSession.findByMessageId */
export function uidsByMessageId(talk: Talk, id: string): Promise<number[]> {
  return talk.ask('imap.search', () => searched(talk, [atom('HEADER'), text('Message-ID'), text(id)]));
}

/** @see ImapSession.search */
export async function uidsByQuery(talk: Talk, query: Query): Promise<number[]> {
  const keys = criteria(query);
  // RFC 6855 §3: CHARSET may not be said once UTF8=ACCEPT is on, where everything is UTF-8 anyway.
  const charset = isAscii(query) || talk.flow.enabled.has('UTF8=ACCEPT') ? [] : [atom('CHARSET'), atom('UTF-8')];
  return talk.ask('imap.search', () => searched(talk, [...charset, ...keys]));
}

/** Keys one after another must all hold: FROM ben FROM ito TEXT lunch. @throws MailError bad-value for a question without a word. */
function criteria({ from = [], to = [], text: words = [] }: Query): unknown[] {
  const keys = [
    ...from.flatMap((word) => [atom('FROM'), text(word)]),
    ...to.flatMap((word) => [atom('TO'), text(word)]),
    ...words.flatMap((word) => [atom('TEXT'), text(word)]),
  ];
  if (keys.length === 0 || [...from, ...to, ...words].some((word) => word === '' || word.includes('\0')))
    throw new MailError({ kind: 'bad-input', at: 'imap.search', reason: 'bad-value', advice: 'check-input' });
  return keys;
}

const isAscii = ({ from = [], to = [], text: words = [] }: Query): boolean =>
  [...from, ...to, ...words].every((word) => /^[\x01-\x7f]*$/.test(word));
const atom = (value: string) => ({ type: 'ATOM', value });

/** A quoted string has seven-bit characters only and no line end (RFC 3501 §9, QUOTED-CHAR): all else goes as a literal. */
function text(value: string): unknown {
  return /^[\t -~]*$/.test(value) ? { type: 'STRING', value } : { type: 'LITERAL', value: Buffer.from(value, 'utf8') };
}

async function searched(talk: Talk, keys: readonly unknown[]): Promise<number[]> {
  const exists = selectedFolder(talk)?.exists ?? 0;
  const found: number[] = [];
  // RFC 4731: runs instead of each number. `most` keeps a hostile run from filling the memory.
  const most = exists + 100_000;
  const back = talk.has('ESEARCH') ? [atom('RETURN'), [atom('ALL')]] : [];
  await exec(talk.flow, 'UID SEARCH', [...back, ...keys], {
    untagged: {
      SEARCH: (response) => {
        const numbers =
          'numbers' in response && Array.isArray(response.numbers) ? (response.numbers as number[]) : null;
        for (const n of numbers ?? tokens(response).map((token) => Number(token.value)))
          if (Number.isSafeInteger(n) && n > 0) found.push(n);
      },
      ESEARCH: (response) => {
        const texts = tokens(response).map((token) => String(token.value ?? ''));
        const at = texts.findIndex((each) => each.toUpperCase() === 'ALL');
        const numbers = at < 0 ? [] : unpackSet(texts[at + 1] ?? '', most);
        if (numbers) for (const n of numbers) found.push(n);
        else
          talk.fail(
            new MailError({
              kind: 'broken-grammar',
              at: 'imap.search',
              reason: 'broken-reply',
              advice: 'report',
              peer: talk.state.peer,
            }),
          );
      },
    },
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function tokens(response: Response): Token[] {
  return (response.attributes ?? []).filter((token): token is Token => token !== null && !Array.isArray(token));
}
