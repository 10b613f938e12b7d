/** `describe` for what needs real servers: skipped where they cannot run, with the reason in the name. */
import { describe } from 'vitest';
import { available } from './installed.ts';

/** In CI a skip is a failure: there the tests run, and fail with the reason where a server is started. */
function missing(what: 'all' | 'dovecot'): string | null {
  const state = available(what);
  return state.ok || process.env.CI ? null : `(skipped: ${state.why}; to enable: ${state.command})`;
}

type Describe = (title: string, body: () => void) => void;
const describeUnless =
  (reason: string | null): Describe =>
  (title, body) =>
    reason === null ? describe(title, body) : describe.skip(`${title} ${reason}`, body);

/** For what needs Dovecot and Postfix, which needs root. */
export const describeReal = describeUnless(missing('all'));
/** For what needs Dovecot only, which runs without root too. */
export const describeDovecot = describeUnless(missing('dovecot'));
