// npm run bench [-- NAME… --count N --runs N --json]: measures the built program beside its peers; see bench/README.md.
import path from 'node:path';
import { build } from './lib/build.mjs';
import { installDependencies } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await installDependencies();
  await build({ say });
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(path.join(root, 'bench', 'main.ts'), {
    root,
    configFile: false,
    logLevel: 'warn',
  });
  return module.main(process.argv.slice(2));
});
