import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss(), composeStub()],
  server: { host: '127.0.0.1', fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  build: {
    target: 'chrome114',
    outDir: fileURLToPath(new URL('../../../.cache/gallery', import.meta.url)),
    emptyOutDir: true,
  },
});

/** TEMPORARY until views/compose is there. */
function composeStub() {
  return {
    name: 'compose-stub',
    enforce: 'pre' as const,
    resolveId(id: string) {
      return id.endsWith('compose/index.ts') && !existsSync(fileURLToPath(new URL('../../../renderer/views/compose/index.ts', import.meta.url))) ? '\0compose' : null;
    },
    load(id: string) {
      return id === '\0compose' ? 'export const ComposeView = () => null;' : null;
    },
  };
}
