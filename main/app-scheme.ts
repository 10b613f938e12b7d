/** app://tegami/…: the built renderer and nothing else, under a policy that lets a page load only that and mail parts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, net, protocol } from 'electron';
import { isOurs } from './origin.ts';
import { fileOf, typeOf } from './renderer-file.ts';

/** Where `npm run dev` serves the renderer; only read in an app that is not packaged. */
const devServer = app.isPackaged ? undefined : process.env['TEGAMI_DEV_SERVER'];

/** Tells Chromium what the two schemes are. Must run before the app is ready. */
export function offerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    {
      scheme: 'mail',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

/** https://www.w3.org/TR/CSP3/. Frames made by srcdoc inherit it, so mail in them can load nothing remote either. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Inline styles: the components place popovers with them, and HTML mail has hardly any other kind.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: mail:",
  "font-src 'self'",
  "media-src 'none'",
  "connect-src 'self' mail:",
  "worker-src 'self'",
  "frame-src 'self' blob: about:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same, with what vite's hot reload needs: its socket, and the inline script that React's refresh puts in. */
const DEV_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
  "connect-src 'self'",
  "connect-src 'self' ws:",
);

export function serveAppScheme(): void {
  const folder = path.join(app.getAppPath(), 'dist', 'renderer');
  protocol.handle('app', async (request) => {
    if (request.method !== 'GET' || !isOurs(request.url)) return refuse(403);
    if (devServer !== undefined) return fromDevServer(devServer, request.url);
    const file = fileOf(folder, new URL(request.url).pathname);
    if (file === null) return refuse(404);
    try {
      return new Response(await readFile(file), { headers: headersFor(file) });
    } catch {
      return refuse(404);
    }
  });
}

function headersFor(file: string): Record<string, string> {
  return {
    'content-type': typeOf(file) ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

async function fromDevServer(server: string, url: string): Promise<Response> {
  const { pathname, search } = new URL(url);
  const response = await net.fetch(`${server}${pathname}${search}`, { bypassCustomProtocolHandlers: true });
  const headers = new Headers(response.headers);
  headers.set('content-security-policy', DEV_POLICY.replace('ws:', `${server.replace(/^http/, 'ws')}`));
  return new Response(response.body, { status: response.status, headers });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': POLICY } });
}
