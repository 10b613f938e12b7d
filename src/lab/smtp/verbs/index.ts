/** All verbs by name. */
import { auth } from './auth.ts';
import { bdat } from './bdat.ts';
import { data } from './data.ts';
import { ehlo, helo } from './ehlo.ts';
import { mail } from './mail.ts';
import { rcpt } from './rcpt.ts';
import { expn, noop, quit, rset, vrfy } from './small.ts';
import { starttls } from './starttls.ts';
import type { Verb } from './verb.ts';

const all: readonly Verb[] = [ehlo, helo, starttls, auth, mail, rcpt, data, bdat, rset, noop, vrfy, expn, quit];

/** HELP, RFC 5321 §4.1.1.8. */
const help: Verb = {
  name: 'HELP',
  usage: 'HELP',
  run: () => ({ code: 214, text: [...all.map(({ usage }) => `2.0.0 ${usage}`), '2.0.0 HELP'] }),
};

export const verbs: ReadonlyMap<string, Verb> = new Map([...all, help].map((verb) => [verb.name, verb]));
