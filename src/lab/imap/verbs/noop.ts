/** NOOP and CHECK: what has changed is told with the answer. RFC 3501 §6.1.2, §6.4.1. */
import { anytime, inMailbox, type Verb } from '../verb.ts';

export const noop: Verb = {
  name: 'NOOP',
  states: anytime,
  async run(_session, args) {
    args.end();
    return 'Done';
  },
};

/** Everything is on disk already. */
export const check: Verb = { ...noop, name: 'CHECK', states: inMailbox };
