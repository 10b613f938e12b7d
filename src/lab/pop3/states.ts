/** Which commands are understood when. RFC 1939 §3, RFC 2449 §5. */
import type { State } from './session.ts';
import type { Verb } from './verb.ts';
import { apop } from './verbs/apop.ts';
import { auth } from './verbs/auth.ts';
import { capa } from './verbs/capa.ts';
import { dele } from './verbs/dele.ts';
import { list } from './verbs/list.ts';
import { noop } from './verbs/noop.ts';
import { pass } from './verbs/pass.ts';
import { quit } from './verbs/quit.ts';
import { retr } from './verbs/retr.ts';
import { rset } from './verbs/rset.ts';
import { stat } from './verbs/stat.ts';
import { stls } from './verbs/stls.ts';
import { top } from './verbs/top.ts';
import { uidl } from './verbs/uidl.ts';
import { user } from './verbs/user.ts';
import { utf8 } from './verbs/utf8.ts';

const allowed: Readonly<Record<Exclude<State, 'over'>, readonly Verb[]>> = {
  authorization: [capa, stls, user, pass, apop, auth, utf8, quit],
  transaction: [capa, stat, list, uidl, retr, top, dele, rset, noop, quit],
};

const verbs = new Map(
  Object.values(allowed)
    .flat()
    .map((verb) => [verb.name, verb]),
);

/** `unknown`: no such command; `not-now`: another state has it. */
export function verbFor(state: State, keyword: string): Verb | 'unknown' | 'not-now' {
  const verb = verbs.get(keyword);
  if (verb === undefined) return 'unknown';
  return state !== 'over' && allowed[state].includes(verb) ? verb : 'not-now';
}
