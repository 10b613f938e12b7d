import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Only for looking at forms and views with a stand-in engine: `npx vite --config test/renderer/gallery-forms/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../../.cache/gallery-forms',
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1', fs: { allow: ['../../..'] } },
});
