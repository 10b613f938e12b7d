// npm run pictures: makes assets/pictures out of the running app, with mail from a real Dovecot that is started for it.
import path from 'node:path';
import { build } from './lib/build.mjs';
import { installDependencies } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runMain, say } from './lib/say.mjs';
import { appTargets } from './lib/targets.mjs';

await runMain(async () => {
  await installDependencies();
  await build({ only: appTargets, say });
  const config = path.join('test', 'pictures', 'vitest.config.ts');
  return run(path.join(root, 'node_modules', '.bin', 'vitest'), ['run', '--config', config], { cwd: root });
});
