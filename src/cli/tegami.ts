/** The terminal client: the same engine as the app, on a profile folder. See README.md. */
import { run } from './run.ts';

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (thrown) => {
    process.stderr.write(`${String(thrown)}\n`);
    process.exit(1);
  },
);
