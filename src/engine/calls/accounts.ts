import type { Handlers } from '../../contract/serve.ts';
import type { Calls } from '../../contract/table.ts';
import { testAccount } from '../connection-test.ts';
import type { Parts } from './parts.ts';

type AccountCalls = Pick<
  Handlers<Calls>,
  | 'accounts.test'
  | 'accounts.add'
  | 'accounts.list'
  | 'accounts.remove'
  | 'accounts.unlock'
  | 'accounts.statuses'
  | 'sync.now'
>;

export function accountCalls({ vault, runners, passwords, wire, outbox, now, silenceMs }: Parts): AccountCalls {
  return {
    'accounts.test': ({ settings, password }) =>
      testAccount(
        settings,
        password,
        (protocol, peer) => wire.recorder({ account: null, protocol, peer }, now),
        silenceMs,
      ),

    async 'accounts.add'({ settings, password, secret }) {
      const id = vault.write(() => vault.accounts.add(settings));
      try {
        await passwords.put(id, password, secret);
      } catch (thrown) {
        vault.write(() => vault.accounts.remove(id));
        throw thrown;
      }
      await vault.saveAccounts();
      runners.begin(id);
      return { id };
    },

    'accounts.list': () => vault.accounts.list(),

    async 'accounts.remove'({ id }) {
      vault.accounts.get(id);
      await runners.end(id);
      const freed: ReturnType<typeof vault.removeRow>[] = [];
      vault.write(() => {
        for (const folder of vault.folders.list(id))
          for (const message of vault.messages.ofFolder(folder.id))
            freed.push(vault.removeRow(message, 'its account was removed here'));
        for (const record of vault.outbox.list(id)) freed.push({ id: 0, file: record.file, parts: [] });
        vault.accounts.remove(id);
      });
      await vault.dropFiles(freed);
      await passwords.remove(id);
      await vault.saveAccounts();
      return {};
    },

    async 'accounts.unlock'({ id, password, secret }) {
      vault.accounts.get(id);
      await passwords.put(id, password, secret);
      runners.of(id).wake();
      for (const record of vault.outbox.list(id))
        if (record.state === 'queued') vault.write(() => vault.outbox.set(record.id, { ...record, nextTry: now() }));
      outbox.wake();
      return {};
    },

    'accounts.statuses': () => runners.all().map((runner) => runner.status),

    async 'sync.now'({ account, folder }) {
      const ids =
        account === undefined ? vault.accounts.list().map((each) => each.id) : [vault.accounts.get(account).id];
      const results = await Promise.allSettled(ids.map((id) => runners.of(id).syncOnce(folder)));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    },
  };
}
