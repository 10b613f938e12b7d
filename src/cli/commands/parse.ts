import { stat } from 'node:fs/promises';
import { MailError } from '../../base/errors.ts';
import { type Command, UsageError } from '../command.ts';
import { parseCommand } from '../parse.ts';
import { readable } from '../readable.ts';

export const parse: Command = {
  name: 'parse',
  usage: 'FILE.eml',
  options: [],
  words: 1,
  async run(given, { words, lang }) {
    const [file] = given.words;
    if (file === undefined || file === '') throw new UsageError((w) => w.missing('FILE.eml'));
    if ((await stat(file).catch(() => null))?.isDirectory()) throw notFound(file);
    const json = await parseCommand(file);
    return { json, lines: readable({ ...json, date: json.date === null ? null : Date.parse(json.date) }, words, lang) };
  },
};

function notFound(file: string): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'cli.parse',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: file },
  });
}
