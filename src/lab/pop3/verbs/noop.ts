/** NOOP. RFC 1939 §5. */
import type { Verb } from '../verb.ts';

export const noop: Verb = { name: 'NOOP', run: (session) => session.ok('still here') };
