/** Octets to the disk, to the last one, and what they are by their digest. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** SHA-256 of a file, lower-case hex. */
export async function digestOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  const hash = createHash('sha256');
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** Gives null once the bytes are on disk, else why they are not. Never rejects. */
export async function writeAndSync(file: string, bytes: Uint8Array): Promise<unknown> {
  try {
    const handle = await open(file, 'wx', 0o600);
    const failure = await writeAll(handle, bytes).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return (await syncAndClose(handle)) ?? failure;
  } catch (thrown) {
    return thrown;
  }
}

/** As writeAndSync, of what was written already. */
export async function syncAndClose(handle: FileHandle): Promise<unknown> {
  let failure: unknown = null;
  await handle.sync().catch((thrown: unknown) => {
    failure = thrown;
  });
  await handle.close().catch((thrown: unknown) => {
    failure ??= thrown; // a file system may report only now what it could not store
  });
  return failure;
}

export async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let at = 0;
  while (at < chunk.byteLength) at += (await handle.write(chunk, at, chunk.byteLength - at)).bytesWritten;
}
