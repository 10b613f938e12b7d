import { type Command, text, whole } from '../command.ts';
import { count, seconds, size } from '../look/measures.ts';

export const sync: Command = {
  name: 'sync',
  usage: '[--account ID] [--folder NAME]',
  options: ['account', 'folder'],
  words: 0,
  async run(given, { engine, words, lang }) {
    const account = text(given, 'account');
    const folder = text(given, 'folder');
    const of = account === undefined ? {} : { account: whole(account, '--account') };
    const { handlers, parts } = await engine();
    await parts.outbox.sendDue();
    const reports = await handlers['sync.now']({ ...of, ...(folder === undefined ? {} : { folder }) });
    const lines = reports.map((each) =>
      words.synced({
        account: parts.vault.accounts.get(each.account).settings.email,
        added: count(each.added, lang),
        updated: count(each.updated, lang),
        removed: count(each.removed, lang),
        in: size(each.bytesIn, lang),
        out: size(each.bytesOut, lang),
        commands: count(each.commands, lang),
        seconds: seconds(each.ms, lang),
      }),
    );
    return { json: reports, lines: reports.length === 0 ? [words.noAccounts()] : lines };
  },
};
