/** `--needs FILE`: what a person tells about their own mail, for "POP3 or IMAP for you?". */
import { readFile } from 'node:fs/promises';
import { Needs } from '../../contract/compare/for-you.ts';
import { type Given, text, UsageError } from '../command.ts';
import { parsed } from './json.ts';

/** Null: nobody asked. @throws UsageError with everything that is wrong in it */
export async function needsOf(given: Given): Promise<Needs | null> {
  const file = text(given, 'needs');
  if (file === undefined) return null;
  const content = await readFile(file, 'utf8').catch(() => null);
  if (content === null) throw new UsageError((words) => words.compare.noSuchFile(file));
  const value = Needs.strict().safeParse(parsed(file, content));
  if (value.success) return value.data;
  throw new UsageError((words) =>
    value.error.issues.map(({ path, message }) => words.compare.problem(file, path.join('.'), message)).join('\n'),
  );
}
