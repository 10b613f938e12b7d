// npm run -s tegami -- …: the terminal client. Builds first when something changed; asks for nothing else, so that it starts fast.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './lib/build.mjs';
import { installDependencies } from './lib/install.mjs';
import { dist } from './lib/paths.mjs';
import { say, Told } from './lib/say.mjs';
import { targets } from './lib/targets.mjs';

const mine = ['cli', 'parse-worker'];
const program = path.join(dist, 'cli', 'tegami.cjs');

try {
  if (process.argv[2] === '--build-only') {
    const { build } = await import('./lib/build.mjs');
    await build({ only: mine, say: () => {} });
    process.exit(0);
  }
  await installDependencies();
  if (!targets.filter(({ name }) => mine.includes(name)).every(isFresh)) {
    // In a process of its own: what the builder took of memory, a lab that runs for days would keep.
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--build-only'], { stdio: ['ignore', 2, 2] });
  }
} catch (error) {
  if (error instanceof Error && 'status' in error) process.exit(1); // the builder has said what is wrong
  say(error instanceof Told ? error.message : `the terminal client cannot be built: ${String(error)}`);
  process.exit(1);
}
// npm runs us in the project's folder; names of files are meant from where the person stands.
if (process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD);
process.argv.splice(1, 1, program);
createRequire(import.meta.url)(program);
