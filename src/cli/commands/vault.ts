import { systemClock } from '../../base/ports.ts';
import { parserPool } from '../../message/index.ts';
import { checkVault, rebuildVault } from '../../vault/index.ts';
import type { Command } from '../command.ts';

export const vaultCheck: Command = {
  name: 'vault check',
  usage: '',
  options: {},
  async run(_given, { engine }) {
    const report = await checkVault((await engine()).parts.vault);
    return {
      json: report,
      lines: [
        `${report.messages} messages, ${report.files} files: ${report.ok ? 'rows and files agree' : 'NOT in order'}`,
        ...report.database.filter((line) => line !== 'ok').map((line) => `database: ${line}`),
        ...report.missing.map((id) => `message ${id}: its file is missing`),
        ...report.damaged.map((id) => `message ${id}: its file is not what was stored`),
        ...(report.orphans.length === 0 ? [] : [`${report.orphans.length} files that no message names`]),
      ],
      exit: report.ok ? 0 : 1,
    };
  },
};

export const vaultRebuild: Command = {
  name: 'vault rebuild',
  usage: '',
  options: {},
  async run(_given, { profile }) {
    const pool = parserPool();
    try {
      const report = await rebuildVault(profile(), systemClock, (file) => pool.parse(file));
      return {
        json: report,
        lines: [
          `${report.how}: ${report.accounts} accounts, ${report.adopted} messages got their place again, ${report.lost.length} lost`,
          ...(report.old === null ? [] : [`the old database is kept as ${report.old}`]),
        ],
      };
    } finally {
      await pool.close();
    }
  },
};
