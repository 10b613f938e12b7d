import type { Handlers } from '../../../src/contract/serve.ts';
import type { CallTable } from '../../../src/contract/table.ts';

/** The same handlers; each call is told to `hear` first, which may refuse it by throwing. */
export function heard<T extends CallTable>(
  handlers: Handlers<T>,
  hear: (name: keyof T & string, takes: unknown) => void,
): Handlers<T> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (takes: never) => {
        hear(name, takes);
        return handler(takes);
      },
    ]),
  ) as Handlers<T>;
}
