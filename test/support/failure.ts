import { MailError } from '../../src/base/errors.ts';

/** What a promise was refused with. Anything but a MailError is the test's own failure. */
export async function failure(promise: Promise<unknown>): Promise<MailError> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof MailError)) throw thrown;
  return thrown;
}
