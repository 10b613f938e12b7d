/**
 * Facts as an answer, in plain sentences with their numbers. Each file tells one family of facts, whichever way it came out. Our own
 * experiments are told by the families that they ask about; those that people wrote or recorded, by all that have something to say, with
 * what the machines do not agree about.
 */
import type { Facts } from '../../contract/compare/result.ts';
import type { Evidence } from '../facts/index.ts';
import { attachment } from './attachment.ts';
import { away } from './away.ts';
import { copies } from './copies.ts';
import { cost } from './cost.ts';
import { deleting } from './deleting.ts';
import { differences } from './differences.ts';
import { folders } from './folders.ts';
import { losing } from './losing.ts';
import { moment } from './moment.ts';
import { reading } from './reading.ts';
import { retention } from './retention.ts';
import { searching } from './searching.ts';
import { sending } from './sending.ts';
import { type Answer, written } from './sentences.ts';
import { sharing } from './sharing.ts';
import { space } from './space.ts';

const asked: Readonly<Record<string, readonly Answer[]>> = {
  'read-state': [reading],
  loss: [losing],
  'thin-line': [attachment],
  folders: [folders],
  search: [searching],
  delete: [deleting],
  'leave-days': [retention],
  sent: [sending],
  'same-moment': [moment],
  share: [sharing],
  'full-disk': [space],
  offline: [away],
};

const everything: readonly Answer[] = [
  reading,
  losing,
  attachment,
  folders,
  searching,
  deleting,
  retention,
  sending,
  moment,
  sharing,
  space,
  away,
  copies,
  differences,
  cost,
];

/** `experiment`: its name. The machines may be other ones than ours: the facts are what is told. */
export function answerOf(experiment: string, facts: Facts, evidence: Evidence, lang: 'en' | 'ja'): string {
  const told = { facts, evidence };
  const own = asked[experiment] ?? [];
  const answer = written(
    own.flatMap((each) => each(told)),
    lang,
  );
  return answer !== ''
    ? answer
    : written(
        everything.flatMap((each) => each(told)),
        lang,
      );
}
