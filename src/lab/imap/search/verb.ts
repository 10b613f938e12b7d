/** SEARCH and UID SEARCH. RFC 3501 §6.4.4. */
import { bad } from '../refusal.ts';
import { inMailbox, type Verb } from '../verb.ts';

const verb = (name: string): Verb => ({
  name,
  states: inMailbox,
  keepsNumbers: name === 'SEARCH',
  run: async () => {
    throw bad('Not here yet');
  },
});

export const search = verb('SEARCH');
export const uidSearch = verb('UID SEARCH');
