/** A line of the ledger in the reader's language. The engine writes each kind in one form; what has another form stands as it was written. */
import type { TFunction } from 'i18next';

export interface LedgerLine {
  readonly at: number;
  readonly what: string;
  readonly cause: string;
}

export interface WhyWords {
  readonly what: string;
  /** Null where nothing is known beyond the engine's own words. */
  readonly cause: string | null;
}

type Words = TFunction<'mail'>;

/** `folderName` gives the name of a folder of the mirror, or null when it is gone. A ledger from elsewhere (Compare) has names already. */
export function whyWords(line: LedgerLine, t: Words, folderName: (id: number) => string | null): WhyWords {
  return { what: whatWords(line.what, t, folderName) ?? line.what, cause: causeWords(line.cause, t) };
}

function whatWords(what: string, t: Words, folderName: (id: number) => string | null): string | null {
  if (what === 'added') return t('whyWhat.added');
  if (what === 'removed') return t('whyWhat.removed');
  if (what === 'file lost') return t('whyWhat.fileLost');
  const moved = /^moved from folder .+ to (.+)$/.exec(what)?.[1];
  if (moved !== undefined) {
    const to = /^\d+$/.test(moved) ? folderName(Number(moved)) : moved;
    return to === null ? t('whyWhat.movedAway') : t('whyWhat.moved', { to });
  }
  const uid = /^UID (\d+) forgotten$/.exec(what);
  if (uid !== null) return t('whyWhat.uidForgotten', { uid: uid[1] });
  const flags = /^flags (\[.*\]) -> (\[.*\])$/.exec(what);
  return flags === null ? null : flagWords(flags[1] ?? '', flags[2] ?? '', t);
}

function flagWords(before: string, after: string, t: Words): string | null {
  const [old, now] = [readFlags(before), readFlags(after)];
  if (old === null || now === null) return null;
  const changes = [
    ...now.filter((flag) => !old.includes(flag)).map((flag) => flagChange(flag, true, t)),
    ...old.filter((flag) => !now.includes(flag)).map((flag) => flagChange(flag, false, t)),
  ];
  return changes.length === 0 ? null : changes.join(' ');
}

function readFlags(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((flag) => typeof flag === 'string') ? value : null;
  } catch {
    return null;
  }
}

function flagChange(flag: string, set: boolean, t: Words): string {
  switch (flag) {
    case 'seen':
      return t(set ? 'whyFlag.seen' : 'whyFlag.unseen');
    case 'flagged':
      return t(set ? 'whyFlag.flagged' : 'whyFlag.unflagged');
    case 'answered':
      return t(set ? 'whyFlag.answered' : 'whyFlag.unanswered');
    case 'deleted':
      return t(set ? 'whyFlag.deleted' : 'whyFlag.undeleted');
    default:
      return t(set ? 'whyFlag.set' : 'whyFlag.unset', { flag });
  }
}

/** Forms of causes, as src/sync and src/outbox write them; named groups go into the sentence. */
const causes = [
  ['fetched', /^IMAP FETCH UID (?<uid>\d+) from "(?<folder>.*)" at (?<host>\S+)$/],
  ['fetchedFlags', /^IMAP FETCH FLAGS of UID (?<uid>\d+)/],
  ['vanished', /^IMAP VANISHED: UID (?<uid>\d+) of "(?<folder>.*)"$/],
  ['notListed', /^not among the messages that the server lists in "(?<folder>.*)"$/],
  ['folderGone', /^IMAP LIST, asked twice, no longer names the folder "(?<folder>.*)"$/],
  ['uidValidity', /^UIDVALIDITY of "(?<folder>.*)" went from (?<before>\S+) to (?<now>\S+): /],
  ['retrieved', /^POP3 RETR \d+ \(UIDL (?<uidl>.*?)\)(?: from (?<host>\S+))?$/],
  ['byHand', /^done here, by hand$/],
  ['movedHere', /^moved here, by hand$/],
  ['toTrash', /^deleted here, by hand: to the Trash$/],
  ['answeredHere', /^answered or passed on from here$/],
  ['removedHere', /^deleted here for good, by hand, from the Trash$/],
  ['accountRemoved', /^its account was removed here$/],
  ['moveRefused', /^the server refused the move$/],
  ['twin', /^the same as message \d+, which came to UID (?<uid>\d+) by our own command$/],
] as const;

const noGroups = { uid: '', folder: '', host: '', uidl: '', before: '', now: '' };

function causeWords(cause: string, t: Words): string | null {
  for (const [name, form] of causes) {
    const found = form.exec(cause);
    if (found !== null) return t(`whyCause.${name}`, { ...noGroups, ...found.groups });
  }
  return null;
}
