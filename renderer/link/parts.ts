/** The content of body parts, as streams that the shell serves from the vault. */
import { MailError } from '../../src/base/errors.ts';

export const partUrl = (message: number, part: string): string =>
  `mail://message/${message}/${encodeURIComponent(part)}`;

/** A text part as text. @throws MailError where it cannot be had. */
export async function loadText(message: number, part: string, signal?: AbortSignal): Promise<string> {
  const response = await load(message, part, signal);
  const charset = /charset="?([^";\s]+)/i.exec(response.headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  return decoderFor(charset).decode(await response.arrayBuffer());
}

/** A picture as a data: URL, or null where it is not one or is larger than `limit` octets. */
export async function loadPicture(message: number, part: string, limit: number): Promise<string | null> {
  const blob = await (await load(message, part)).blob();
  if (blob.size > limit || !/^image\/(png|jpe?g|gif|webp|bmp|avif)$/i.test(blob.type)) return null;
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(blob);
  });
}

async function load(message: number, part: string, signal?: AbortSignal): Promise<Response> {
  const at = 'mail.part';
  let response: Response;
  try {
    response = await fetch(partUrl(message, part), signal === undefined ? {} : { signal });
  } catch (thrown) {
    throw new MailError({ kind: 'unreachable', at, reason: 'closed', advice: 'retry-later' }, thrown);
  }
  if (!response.ok)
    throw new MailError({
      kind: 'bad-input',
      at,
      reason: 'not-found',
      advice: 'retry-later',
      said: `${response.status}`,
    });
  return response;
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
