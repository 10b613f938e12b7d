import type { MessageRow } from '../../../src/contract/mail.ts';
import type { Mirror } from '../mirror.ts';

export type Filter = 'all' | 'unread' | 'flagged';

/** Above every date in an IndexedDB key range: an array sorts after every number. */
const afterAll = [] as unknown as number;

/**
 * The ids of a folder's messages, newest first. Only index keys are read, ascending (getAllKeys is one request, a reversed
 * cursor would be one per row) and turned round here.
 */
export async function messageIds(mirror: Mirror, folder: number, filter: Filter = 'all'): Promise<number[]> {
  const ids =
    filter === 'all'
      ? await mirror.messages.where('[folder+date]').between([folder, -Infinity], [folder, afterAll]).primaryKeys()
      : await mirror.messages
          .where(filter === 'unread' ? '[folder+unread+date]' : '[folder+flagged+date]')
          .between([folder, 1, -Infinity], [folder, 1, afterAll])
          .primaryKeys();
  return ids.reverse();
}

/** Rows in the order of `ids`; undefined where one is gone. */
export function messageRows(mirror: Mirror, ids: readonly number[]): Promise<(MessageRow | undefined)[]> {
  return mirror.messages.bulkGet([...ids]);
}
