/** What an experiment may not do in somebody's mailbox. Reads only the experiment and the names of folders. */
import type { Experiment } from '../../contract/compare/experiment.ts';
import { inLang } from '../../contract/compare/text.ts';
import type { Folder } from '../../imap/index.ts';
import { folderNotOurs, wouldDelete } from './refusals.ts';

/** A POP3 machine that deletes from the server deletes whatever is there, mails of others too. @throws MailError would-delete-foreign */
export function mustNotDelete({ machines }: Pick<Experiment, 'machines'>): void {
  const deleting = machines.find(({ protocol, keep }) => protocol === 'pop3' && keep.policy !== 'forever');
  if (deleting !== undefined) throw wouldDelete(inLang(deleting.name, 'en'), inLang(deleting.name, 'ja'));
}

/** Rights stay on a folder, and show what lies in it: only one that the experiment makes is shared. @throws MailError folder-not-ours */
export function mustShareOwn({ steps }: Pick<Experiment, 'steps'>, user: string): void {
  const made = new Set<string>();
  for (const step of steps) {
    if (step.do === 'make-folder') made.add(step.folder);
    if (step.do === 'share' && !made.has(step.folder)) throw folderNotOurs(step.folder, user);
  }
}

/** Folders that are new are told from others by their names. `there`: those that exist. @throws MailError folder-not-ours */
export function mustMakeNew(
  { steps }: Pick<Experiment, 'steps'>,
  there: readonly Pick<Folder, 'path' | 'delimiter'>[],
  user: string,
): void {
  for (const step of steps) {
    if (step.do !== 'make-folder') continue;
    const name = step.folder.toLowerCase();
    // A server may put what is made below INBOX.
    const isIt = ({ path, delimiter }: Pick<Folder, 'path' | 'delimiter'>): boolean =>
      path.toLowerCase() === name || (delimiter !== null && path.toLowerCase().endsWith(delimiter + name));
    if (there.some(isIt)) throw folderNotOurs(step.folder, user);
  }
}
