/** SEARCH and UID SEARCH. RFC 3501 §6.4.4, with RETURN of RFC 4731. */
import type { Scanner } from '../grammar/scanner.ts';
import { bad } from '../refusal.ts';
import type { Session } from '../session.ts';
import { inMailbox, type Verb } from '../verb.ts';
import { answer } from './answer.ts';
import { asksModseq } from './criteria.ts';
import { readCriteria, readReturn } from './parse.ts';
import { searchMailbox } from './run.ts';
import { savedOf } from './saved.ts';

const verb = (name: 'SEARCH' | 'UID SEARCH'): Verb => ({
  name,
  states: inMailbox,
  keepsNumbers: name === 'SEARCH',
  run: (session, args, tag) => run(session, args, tag, name === 'UID SEARCH'),
});

async function run(session: Session, args: Scanner, tag: string, uid: boolean): Promise<string> {
  const { selected } = session;
  if (selected === null) throw bad('No mailbox is selected');
  const returns = readReturn(args);
  const keeps = returns?.has('SAVE') ?? false;
  const before = selected.saved;
  if (keeps) selected.saved = new Set(); // RFC 5182 §2.1: a search that fails leaves an empty result
  const criterion = readCriteria(args);
  // RFC 7162 §3.1: asking for MODSEQ turns the extension on.
  if (asksModseq(criterion)) session.enabled.add('CONDSTORE');
  const found = await searchMailbox(criterion, {
    uids: selected.uids,
    mailbox: selected.mailbox,
    isRecent: (each) => selected.recent.has(each),
    saved: before,
    now: session.around.clock.now(),
  });
  if (returns !== null && keeps) selected.saved = savedOf(returns, found);
  const line = answer({ returns, criterion, found, tag, uid });
  if (line !== null) session.untagged(line);
  return 'Searched';
}

export const search = verb('SEARCH');
export const uidSearch = verb('UID SEARCH');
