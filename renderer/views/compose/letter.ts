/** A letter as it is being written: what the fields hold, what is wrong with it, and the draft that it stands for. Pure. */
import type { Draft, DraftAttachment } from '../../../src/contract/outbox.ts';
import { formatAddress, isAddress, parseAddresses } from '../../../src/message/address.ts';

export interface Letter {
  readonly account: number;
  /** As typed: addresses separated by commas. */
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly text: string;
  readonly answers: Draft['answers'];
}

export type AddressLine = 'to' | 'cc' | 'bcc';
/** What is wrong, by line: no recipient at all, or the words that are no address. */
export type LetterWrongs = Readonly<Partial<Record<AddressLine, { none: true } | { bad: string }>>>;

export const emptyLetter = (account: number): Letter => ({
  account,
  to: '',
  cc: '',
  bcc: '',
  subject: '',
  text: '',
  answers: null,
});

export function toDraft(letter: Letter, attachments: readonly DraftAttachment[]): Draft {
  return {
    account: letter.account,
    to: parseAddresses(letter.to),
    cc: parseAddresses(letter.cc),
    bcc: parseAddresses(letter.bcc),
    subject: letter.subject.replace(/[\r\n]+/g, ' ').trim(),
    text: letter.text,
    attachments: [...attachments],
    answers: letter.answers,
  };
}

export function fromDraft(draft: Draft): Letter {
  const { account, subject, text, answers } = draft;
  const line = (field: AddressLine) => draft[field].map(formatAddress).join(', ');
  return { account, to: line('to'), cc: line('cc'), bcc: line('bcc'), subject, text, answers };
}

/** The first words in a line that mail cannot be sent to, or null. */
export function badAddress(line: string): string | null {
  const bad = parseAddresses(line).find(({ address }) => !isAddress(address));
  return bad === undefined ? null : formatAddress(bad);
}

export function letterWrongs(letter: Letter): LetterWrongs {
  const bad = (['to', 'cc', 'bcc'] as const).flatMap((line) => {
    const words = badAddress(letter[line]);
    return words === null ? [] : [[line, { bad: words }] as const];
  });
  if (bad.length > 0) return Object.fromEntries(bad);
  const nobody = [letter.to, letter.cc, letter.bcc].every((line) => parseAddresses(line).length === 0);
  return nobody ? { to: { none: true } } : {};
}

/** Addresses one by one as they will be sent: `a@b, Name <c@d>`. What is no address stays as typed. */
export function tidyLine(line: string): string {
  return badAddress(line) === null ? parseAddresses(line).map(formatAddress).join(', ') : line;
}

/** Whether the writer's own words speak of an attachment; quoted lines and a forwarded mail are others' words. */
export function speaksOfAttachment(letter: Pick<Letter, 'subject' | 'text'>): boolean {
  const own = letter.text.split(/^-{5,}.*-{5,}$/m, 1)[0] ?? '';
  const lines = own.split('\n').filter((line) => !/^\s*[>＞]/.test(line));
  return /\b(?:attach(?:ed|ment|ments|ing)?|enclosed)(?!\p{L})|添付|同封/iu.test([letter.subject, ...lines].join('\n'));
}
