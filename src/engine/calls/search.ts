import { MailError } from '../../base/errors.ts';
import type { Handlers } from '../../contract/serve.ts';
import type { Calls } from '../../contract/table.ts';
import { searchHere } from '../search/here.ts';
import { isEmpty, questionOf } from '../search/question.ts';
import { searchServer } from '../search/server.ts';
import type { Parts } from './parts.ts';

const most = 1000;

export function searchCalls({ vault, runners, bodies }: Parts): Pick<Handlers<Calls>, 'messages.search'> {
  return {
    async 'messages.search'({ account, where, limit = most, ...asked }) {
      const { settings } = vault.accounts.get(account);
      const question = questionOf(asked);
      if (isEmpty(question))
        throw new MailError({ kind: 'bad-input', at: 'search.words', reason: 'bad-value', advice: 'check-input' });
      if (where === 'here') return searchHere(vault, bodies, account, question, limit);
      const { host, port } = settings.incoming;
      if (settings.protocol === 'pop3')
        throw new MailError({
          kind: 'refused',
          at: 'pop3.search',
          reason: 'pop3-no-search',
          advice: 'check-input',
          peer: `${host}:${port}`,
        });
      return runners.of(account).reading((session) => searchServer(vault, session, account, question, limit));
    },
  };
}
