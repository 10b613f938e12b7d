/** Hands files over to the engine in pieces. */
import type { DraftAttachment } from '../../../src/contract/outbox.ts';
import type { Link } from '../../link/link.ts';

/** Octets a piece: small enough that a window stays quick, large enough for a quick disk. */
const piece = 1 << 20;

/** @throws MailError what the engine refused; the file's own error where it cannot be read (it was moved or changed). */
export async function upload(
  link: Pick<Link, 'call'>,
  file: File,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<DraftAttachment> {
  const name = file.name.slice(0, 1000);
  const type = (file.type || 'application/octet-stream').slice(0, 255);
  const { id } = await link.call('upload.begin', { name, type });
  for (let at = 0; at < file.size; at += piece) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(at, at + piece).arrayBuffer());
    await link.call('upload.chunk', { id, bytes });
    progress(at + bytes.length);
  }
  const { size } = await link.call('upload.end', { id });
  return { upload: id, name, type, size };
}
