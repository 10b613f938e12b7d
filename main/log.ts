/** Lines for developers, on stderr. Never a secret, never the text of a mail. */
import type { Log } from '../src/base/ports.ts';

export const log: Log = (level, line, facts) => {
  if (level === 'debug' && process.env['TEGAMI_DEBUG'] === undefined) return;
  process.stderr.write(`tegami ${level}: ${line}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}\n`);
};
