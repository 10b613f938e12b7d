import { systemClock } from '../../base/ports.ts';
import { parserPool } from '../../message/index.ts';
import { checkVault, rebuildVault } from '../../vault/index.ts';
import type { Command } from '../command.ts';
import { count } from '../look/measures.ts';
import { line } from '../look/width.ts';

export const vaultCheck: Command = {
  name: 'vault check',
  usage: '',
  options: [],
  words: 0,
  async run(_given, { engine, words, lang }) {
    const report = await checkVault((await engine()).parts.vault);
    return {
      json: report,
      lines: [
        words.checked(count(report.messages, lang), count(report.files, lang), report.ok),
        ...report.database.filter((said) => said !== 'ok').map((said) => words.checkDatabase(line(said))),
        ...report.missing.map((id) => words.checkMissing(id)),
        ...report.damaged.map((id) => words.checkDamaged(id)),
        ...(report.orphans.length === 0 ? [] : [words.checkOrphans(count(report.orphans.length, lang))]),
      ],
      exit: report.ok ? 0 : 1,
    };
  },
};

export const vaultRebuild: Command = {
  name: 'vault rebuild',
  usage: '',
  options: [],
  words: 0,
  async run(_given, { profile, words, lang }) {
    const folder = await profile();
    const pool = parserPool();
    try {
      const report = await rebuildVault(folder, systemClock, (file) => pool.parse(file));
      return {
        json: report,
        lines: [
          words.rebuilt(
            report.how,
            count(report.accounts, lang),
            count(report.adopted, lang),
            count(report.lost.length, lang),
          ),
          ...(report.old === null ? [] : [words.oldDatabase(report.old)]),
        ],
      };
    } finally {
      await pool.close();
    }
  },
};
