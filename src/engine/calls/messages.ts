import type { Handlers } from '../../contract/serve.ts';
import type { Calls } from '../../contract/table.ts';
import { changeFlags, deleteMessages, moveTo } from '../../outbox/change.ts';
import type { Parts } from './parts.ts';

type MessageCalls = Pick<
  Handlers<Calls>,
  | 'messages.list'
  | 'messages.find'
  | 'messages.open'
  | 'messages.fetchPart'
  | 'messages.flag'
  | 'messages.move'
  | 'messages.delete'
  | 'why.of'
>;

export function messageCalls({ vault, runners, bodies }: Parts): MessageCalls {
  const wake = (accounts: ReadonlySet<number>): Record<never, never> => {
    for (const account of accounts) runners.of(account).wake();
    return {};
  };
  return {
    'messages.list': ({ folder, limit, offset }) => vault.messages.list(vault.folders.get(folder).id, limit, offset),
    'messages.find': ({ folder, text, limit }) => ({ ids: vault.messages.search(folder, text, limit) }),
    'messages.open': ({ id }) => bodies.open(id),
    async 'messages.fetchPart'({ id, part }) {
      const { size, type, name } = await bodies.part(id, part);
      return { size, type, name };
    },
    'messages.flag': ({ ids, set, unset }) => wake(changeFlags(vault, ids, set, unset)),
    'messages.move': ({ ids, to }) => wake(moveTo(vault, ids, to)),
    'messages.delete': async ({ ids }) => wake(await deleteMessages(vault, ids, (id) => vault.accounts.get(id))),
    'why.of': ({ id }) => vault.ledger.of(id),
  };
}
