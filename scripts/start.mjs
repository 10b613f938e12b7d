// npm start: everything that is needed between a clone and a window, each step only where it has something to do.
import path from 'node:path';
import { build } from './lib/build.mjs';
import { hasDisplay, startApp } from './lib/electron.mjs';
import { readFlags } from './lib/flags.mjs';
import { installDependencies } from './lib/install.mjs';
import { isRoot } from './lib/run.mjs';
import { getRuntime } from './lib/runtime.mjs';
import { runMain, say, Told } from './lib/say.mjs';
import { checkSystem } from './lib/system.mjs';
import { appTargets } from './lib/targets.mjs';

const usage = `usage: npm start [-- [--screenshot FILE.png] [--profile DIR] [--lang en|ja] [--theme system|light|dark] [--size 1280x800]]`;

await runMain(async () => {
  const { values, rest } = readFlags(process.argv.slice(2), {
    values: ['screenshot', 'profile', 'lang', 'theme', 'size'],
    usage,
  });
  if (rest.length > 0) throw new Told(`${rest[0]} is not understood\n${usage}`);

  await installDependencies();
  await build({ only: appTargets, say });
  const runtime = await getRuntime();
  await checkSystem(runtime);
  if (!hasDisplay()) say('no display here: the window opens on a virtual one (Xvfb) that nobody sees');
  if (isRoot && process.platform === 'linux')
    say('running as root: Chromium’s sandbox is off (--no-sandbox), because it refuses to run for root');

  // npm runs us in the project's folder; names of files are meant from where the person stands.
  const here = process.env.INIT_CWD ?? process.cwd();
  const args = [...values].map(([name, value]) =>
    name === 'screenshot' || name === 'profile' ? `--${name}=${path.resolve(here, value)}` : `--${name}=${value}`,
  );
  const code = await startApp(runtime, args);
  const picture = values.get('screenshot');
  if (picture !== undefined && code === 0) say(`wrote ${path.resolve(here, picture)}`);
  return code;
});
