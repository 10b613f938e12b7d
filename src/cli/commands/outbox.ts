import { type Command, UsageError, whole } from '../command.ts';
import { table } from '../look/table.ts';
import { line } from '../look/width.ts';
import { sent } from '../sent.ts';

export const outbox: Command = {
  name: 'outbox',
  usage: '[retry ID | cancel ID]',
  options: [],
  words: 2,
  async run({ words: [verb, word] }, { engine, words, width }) {
    if (verb !== undefined && verb !== 'retry' && verb !== 'cancel')
      throw new UsageError((w) => w.unknownCommand(`outbox ${verb}`));
    const id = verb === undefined ? null : whole(word ?? '', 'ID');
    const open = await engine();
    if (verb === 'cancel' && id !== null) {
      const json = await open.handlers['outbox.cancel']({ id });
      return { json, lines: [words.takenBack(json.draft)] };
    }
    if (id !== null) {
      await open.handlers['outbox.retry']({ id });
      await sent(open, id);
    }
    const rows = await open.handlers['outbox.list']({});
    const columns = [
      { head: words.head.id, right: true },
      { head: words.head.state },
      { head: words.head.to, most: 40 },
      { head: words.head.subject, most: 60 },
      { head: words.head.server },
    ];
    const cells = rows.map((row) => [
      String(row.id),
      words.states[row.state],
      row.recipients.map((each) => each.address).join(', '),
      row.subject || words.noSubject,
      line(row.said ?? row.error?.said ?? row.recipients.find((each) => each.state === 'refused')?.said ?? ''),
    ]);
    return { json: rows, lines: rows.length === 0 ? [words.nothingInOutbox()] : table(columns, cells, width) };
  },
};
