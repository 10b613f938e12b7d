/** `describe` and `test` for what needs real servers: skipped where they cannot run, with the reason in the name. */
import { describe, test } from 'vitest';
import { available } from './installed.ts';

/** In CI a skip is a failure: there the tests run, and fail with the reason where a server is started. */
function missing(what: 'all' | 'dovecot'): string | null {
  const state = available(what);
  return state.ok || process.env.CI ? null : `(skipped: ${state.why}; to enable: ${state.command})`;
}

type Define<Body> = (title: string, body: Body) => void;
const either =
  <Body>(reason: string | null, run: Define<Body>, skip: Define<Body>): Define<Body> =>
  (title, body) =>
    reason === null ? run(title, body) : skip(`${title} ${reason}`, body);

const all = missing('all');
const dovecotOnly = missing('dovecot');

/** For what needs Dovecot and Postfix, which needs root. */
export const describeReal = either<() => void>(all, describe, describe.skip);
export const testReal = either<() => Promise<void>>(all, test, test.skip);
/** For what needs Dovecot only, which runs without root too. */
export const describeDovecot = either<() => void>(dovecotOnly, describe, describe.skip);
export const testDovecot = either<() => Promise<void>>(dovecotOnly, test, test.skip);
