/** mail://message/ID/PART: the decoded bytes of one part of one message, out of the vault. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { Engine } from './engine.ts';
import { log } from './log.ts';
import { APP_ORIGIN } from './origin.ts';
import { partOf } from './part-name.ts';
import { servedType } from './served-type.ts';

export function serveMailScheme(engine: Engine): void {
  protocol.handle('mail', async (request) => {
    const part = partOf(request.url);
    if (part === null || request.method !== 'GET' || !mayAsk(request)) return refuse(403);
    try {
      const found = await engine.locate(part);
      const { size } = await stat(found.file);
      const body = Readable.toWeb(createReadStream(found.file)) as ReadableStream<Uint8Array>;
      return new Response(size === 0 ? null : body, {
        headers: { ...HEADERS, 'content-type': servedType(found.type), 'content-length': String(size) },
      });
    } catch (error) {
      log('warn', `mail part ${part.message}/${part.part} cannot be given`, { error: String(error) });
      return refuse(404);
    }
  });
}

/** Even opened by itself, a part runs nothing and loads nothing; another origin cannot read it. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'access-control-allow-origin': APP_ORIGIN,
  'cache-control': 'no-store',
};

/** Scripts elsewhere carry their origin; a picture in the frame that shows mail carries none. */
function mayAsk(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin === null || origin === APP_ORIGIN;
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}
