// npm run dev: the window with hot reload. Changes in renderer/ appear in place; changes in main/ or src/ build and restart the app.
import { watch } from 'node:fs';
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
  const config = await renderer.config({ outDir: '' });
  // The page stays on app://tegami (main passes its requests on), so hot reload's socket must be told where the server is.
  const server = await createServer({
    ...config,
    server: { host: '127.0.0.1', port: 0, hmr: { host: '127.0.0.1', protocol: 'ws' } },
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
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
      return code;
    }
  }
});
