/** Standard output, to its end: a pipe that is read slowly loses nothing, and one that is closed early (`| head -1`) is no failure. */
let closed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') closed = true;
});

/** Resolves when the bytes are taken, or when nobody takes any more: then false. */
export function write(bytes: string | Uint8Array): Promise<boolean> {
  if (closed) return Promise.resolve(false);
  return new Promise((resolve, reject) =>
    process.stdout.write(bytes, (error) => {
      if (error == null) resolve(true);
      else if ('code' in error && error.code === 'EPIPE') resolve(false);
      else reject(error);
    }),
  );
}
