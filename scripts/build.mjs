// npm run build [-- NAME…] [--force]: builds what changed into dist/.
import { build } from './lib/build.mjs';

const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const built = await build({
  ...(names.length > 0 ? { only: names } : {}),
  force: process.argv.includes('--force'),
  say: (line) => console.error(line),
});
if (built.length === 0) console.error('nothing to build: dist/ is up to date');
