// npm test [-- FILTER…]: prepares everything, then checks and all tests. The last line counts them; the exit code is honest.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { addUp, readCounts } from './lib/counts.mjs';
import { installCommand, installPackages, isDebian, missingPackages } from './lib/debian.mjs';
import { installDependencies } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { isRoot, run } from './lib/run.mjs';
import { getRuntime } from './lib/runtime.mjs';
import { runMain, say } from './lib/say.mjs';
import { checkSystem } from './lib/system.mjs';

const filters = process.argv.slice(2);
const inCi = !['', '0', 'false', undefined].includes(process.env.CI);

/** A keychain that runs without a desktop, for the test that a password is found again. */
const keychain = ['gnome-keyring', 'dbus-daemon'];

await runMain(async () => {
  await installDependencies();
  await bringServers();
  await build({ say });
  await checkSystem(await getRuntime());

  const checked = filters.length > 0 || (await run(process.execPath, ['scripts/check.mjs'], { cwd: root })) === 0;
  const results = [await vitest('unit'), await vitest('e2e')];
  const total = addUp(results.map(({ counts }) => counts));

  for (const name of total.skippedNames) console.log(`skipped: ${name}`);
  if (!checked) console.log('npm run check failed; see above');
  const skipCounts = inCi && total.skipped > 0;
  if (skipCounts) console.log('in CI a skipped test is a failure');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return checked && !skipCounts && total.failed === 0 && total.passed > 0 && results.every(({ code }) => code === 0)
    ? 0
    : 1;
});

/** The real servers that the integration tests start as private instances. Without them those tests are skipped. */
async function bringServers() {
  const list = path.join(root, 'test', 'servers', 'packages.json');
  if (!existsSync(list)) return;
  /** @type {{ packages: string[] }} */
  const { packages: servers } = JSON.parse(readFileSync(list, 'utf8'));
  const packages = [...servers, ...keychain];
  if (!isDebian())
    return say(
      'not Debian: tests against real servers and a real keychain will be skipped where the servers are missing',
    );
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  if (!isRoot) return say(`tests against real servers will be skipped; to run them:\n  ${installCommand(missing)}`);
  if (!(await installPackages(missing)))
    say('apt-get could not install the real servers; the tests against them will be skipped');
}

/** @param {'unit' | 'e2e'} project */
async function vitest(project) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-test-'));
  const file = path.join(folder, 'results.json');
  try {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    if (filters.length > 0) args.push('--passWithNoTests', ...filters);
    const code = await run(path.join(root, 'node_modules', '.bin', 'vitest'), args, { cwd: root });
    return { code, counts: readCounts(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
