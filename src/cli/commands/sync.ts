import { type Command, text, whole } from '../command.ts';

export const sync: Command = {
  name: 'sync',
  usage: '[--account ID] [--folder NAME]',
  options: { account: { type: 'string' }, folder: { type: 'string' } },
  async run(given, { engine }) {
    const { handlers, parts } = await engine();
    const account = text(given, 'account');
    const folder = text(given, 'folder');
    await parts.outbox.sendDue();
    const reports = await handlers['sync.now']({
      ...(account === undefined ? {} : { account: whole(account, '--account') }),
      ...(folder === undefined ? {} : { folder }),
    });
    return {
      json: reports,
      lines: reports.map(
        (each) =>
          `account ${each.account}: ${each.added} added, ${each.updated} updated, ${each.removed} removed; ` +
          `${each.bytesIn} octets in, ${each.bytesOut} out, ${each.commands} commands, ${each.ms} ms`,
      ),
    };
  },
};
