// Part of npm run check: the arrows between folders. A check that read fewer files than there are is a failure, not a green light.
import { checkLayers } from './lib/layers.mjs';
import { root } from './lib/paths.mjs';

const { files, checked, violations } = await checkLayers(root);
for (const line of violations) console.log(line);
console.log(`${checked} of ${files} files checked, ${violations.length} arrows that are not allowed`);
process.exitCode = violations.length === 0 && checked === files && files > 0 ? 0 : 1;
