// npm run dev: the window with hot reload. Changes in renderer/ appear in place; changes in main/ or src/ build and restart the app.
import { watch } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { installDependencies } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await installDependencies();
  const { createServer } = await import('vite');
  const { build } = await import('./lib/build.mjs');
  const { startApp } = await import('./lib/electron.mjs');
  const { getRuntime } = await import('./lib/runtime.mjs');
  const { checkSystem } = await import('./lib/system.mjs');
  const { targets } = await import('./lib/targets.mjs');

  const renderer = targets.find(({ name }) => name === 'renderer');
  if (renderer === undefined) throw new Error('no renderer');
  const config = await renderer.config({ outDir: path.join(root, 'dist', '.dev') });
  const port = await freePort();
  // The page stays on app://tegami (main passes its requests on), so hot reload's socket must be told where the server is.
  const hmr = { protocol: 'ws', host: '127.0.0.1', clientPort: port };
  const server = await createServer({ ...config, server: { host: '127.0.0.1', port, strictPort: true, hmr } });
  await server.listen();
  say(`renderer served on 127.0.0.1:${port}`);

  const runtime = await getRuntime();
  await checkSystem(runtime);
  const only = targets.map(({ name }) => name).filter((name) => name !== 'renderer');
  const env = { ...process.env, TEGAMI_DEV_SERVER: `http://127.0.0.1:${port}` };

  /** @type {AbortController | null} */
  let restart = null;
  for (const folder of ['main', 'src']) watch(path.join(root, folder), { recursive: true }, () => restart?.abort());
  for (;;) {
    const again = new AbortController();
    restart = again;
    try {
      await build({ only, say });
    } catch (error) {
      say(String(error));
      await new Promise((go) => again.signal.addEventListener('abort', go, { once: true }));
      continue;
    }
    const code = await startApp(runtime, process.argv.slice(2), { env, signal: again.signal });
    if (!again.signal.aborted) {
      await server.close();
      process.exit(code); // the watchers would keep us
    }
  }
});

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
