import { asMailError } from '../../base/errors.ts';
import { explainLine } from '../../contract/words/index.ts';
import type { Engine } from '../../engine/index.ts';
import { type Command, ids, type Result, required, type Surroundings, texts, UsageError } from '../command.ts';
import { count } from '../look/measures.ts';
import { findFolders } from './folders.ts';

export const flag: Command = {
  name: 'flag',
  usage: 'ID… --set|--unset seen|flagged|KEYWORD',
  options: ['set', 'unset'],
  words: Number.POSITIVE_INFINITY,
  async run(given, around) {
    const set = texts(given, 'set');
    const unset = texts(given, 'unset');
    if (set.length + unset.length === 0) throw new UsageError((words) => words.missing('--set FLAG'));
    for (const each of [...set, ...unset]) checkFlag(each);
    const changed = ids(given);
    const engine = await around.engine();
    await engine.handlers['messages.flag']({ ids: changed, set, unset });
    return carried(engine, changed, around);
  },
};

export const move: Command = {
  name: 'move',
  usage: 'ID… --to NAME',
  options: ['to'],
  words: Number.POSITIVE_INFINITY,
  async run(given, around) {
    const changed = ids(given);
    const name = required(given, 'to');
    const engine = await around.engine();
    const { vault } = engine.parts;
    const first = vault.messages.get(changed[0] ?? 0);
    const [target] = findFolders(vault.folders.list(first.account), name, around.words);
    if (target === undefined) throw new UsageError((words) => words.missing('--to NAME'));
    await engine.handlers['messages.move']({ ids: changed, to: target.id });
    return carried(engine, changed, around);
  },
};

export const remove: Command = {
  name: 'delete',
  usage: 'ID…',
  options: [],
  words: Number.POSITIVE_INFINITY,
  async run(given, around) {
    const changed = ids(given);
    const engine = await around.engine();
    await engine.handlers['messages.delete']({ ids: changed });
    return carried(engine, changed, around);
  },
};

/** Stored already; now it is carried to the server. Where that cannot be reached, it waits there, which is no failure. */
async function carried(
  engine: Engine,
  changed: readonly number[],
  { note, lang, words }: Surroundings,
): Promise<Result> {
  const { vault, runners } = engine.parts;
  for (const account of vault.accounts.list()) {
    try {
      await runners.of(account.id).flush();
    } catch (thrown) {
      note(explainLine(asMailError(thrown, 'cli.change'), lang));
    }
  }
  const waiting = vault.accounts.list().reduce((sum, account) => sum + vault.operations.waiting(account.id).length, 0);
  const json = { changed, waiting };
  return {
    json,
    lines: [words.changed(count(changed.length, lang), waiting === 0 ? null : count(waiting, lang))],
  };
}

/** RFC 3501 §9, flag-keyword: an atom. System flags are written without their backslash. */
function checkFlag(word: string): void {
  if (!/^[\x21\x23\x24\x26\x27\x2b-\x5b\x5e-\x7a\x7c\x7e]+$/.test(word))
    throw new UsageError((words) => words.noFlag(word));
}
