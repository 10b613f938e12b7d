// npm run build [-- NAME…] [--force]: builds what changed into dist/.
import { build } from './lib/build.mjs';
import { installDependencies } from './lib/install.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await installDependencies();
  const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const built = await build({
    ...(names.length > 0 ? { only: names } : {}),
    force: process.argv.includes('--force'),
    say,
  });
  if (built.length === 0) say('nothing to build: dist/ is up to date');
});
