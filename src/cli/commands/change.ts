import { asMailError } from '../../base/errors.ts';
import { explainLine } from '../../contract/words/index.ts';
import type { Engine } from '../../engine/index.ts';
import { type Command, ids, type Result, required, type Surroundings, texts, UsageError } from '../command.ts';
import { findFolders } from './read.ts';

export const flag: Command = {
  name: 'flag',
  usage: 'ID… --set|--unset seen|flagged|KEYWORD',
  options: { set: { type: 'string', multiple: true }, unset: { type: 'string', multiple: true } },
  async run(given, around) {
    const set = texts(given, 'set');
    const unset = texts(given, 'unset');
    if (set.length + unset.length === 0) throw new UsageError('--set or --unset is missing');
    const changed = ids(given);
    const engine = await around.engine();
    await engine.handlers['messages.flag']({ ids: changed, set, unset });
    return carried(engine, changed, around);
  },
};

export const move: Command = {
  name: 'move',
  usage: 'ID… --to NAME',
  options: { to: { type: 'string' } },
  async run(given, around) {
    const changed = ids(given);
    const name = required(given, 'to');
    const engine = await around.engine();
    const { vault } = engine.parts;
    const first = vault.messages.get(changed[0] ?? 0);
    const [target] = findFolders(vault.folders.list(first.account), name);
    if (target === undefined) throw new UsageError(`no folder ${name}`);
    await engine.handlers['messages.move']({ ids: changed, to: target.id });
    return carried(engine, changed, around);
  },
};

export const remove: Command = {
  name: 'delete',
  usage: 'ID…',
  options: {},
  async run(given, around) {
    const changed = ids(given);
    const engine = await around.engine();
    await engine.handlers['messages.delete']({ ids: changed });
    return carried(engine, changed, around);
  },
};

/** Stored already; now it is carried to the server. Where that cannot be reached, it waits there, which is no failure. */
async function carried(engine: Engine, changed: readonly number[], { note, lang }: Surroundings): Promise<Result> {
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
    lines: [`${changed.length} changed${waiting === 0 ? '' : `; ${waiting} changes wait to reach the server`}`],
  };
}
