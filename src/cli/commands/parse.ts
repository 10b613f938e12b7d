import { type Command, UsageError } from '../command.ts';
import { parseCommand } from '../parse.ts';

export const parse: Command = {
  name: 'parse',
  usage: 'FILE.eml',
  options: {},
  async run(given) {
    const [file, more] = given.words;
    if (file === undefined || more !== undefined) throw new UsageError('one file is wanted');
    const json = await parseCommand(file);
    return { json, lines: [JSON.stringify(json, null, 2)] };
  },
};
