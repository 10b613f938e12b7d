import type { MessageRow } from '../../../src/contract/mail.ts';
import type { Mirror } from '../mirror.ts';

export type Filter = 'all' | 'unread' | 'flagged';

/** Above every date in an IndexedDB key range: an array sorts after every number. */
const afterAll = [] as unknown as number;

/**
 * The ids of a folder's messages, newest first. Only index keys are read, ascending (getAllKeys is one request, a reversed
 * cursor would be one per row) and turned round here.
 *
 * The keys are read past Dexie, which would note each of ten thousand ids to know whether a change concerns this query; two
 * small queries tell it as much: anything written to this range of the index, and anything taken out of the table.
 */
export async function messageIds(mirror: Mirror, folder: number, filter: Filter = 'all'): Promise<number[]> {
  const index = { all: '[folder+date]', unread: '[folder+unread+date]', flagged: '[folder+flagged+date]' }[filter];
  const head = filter === 'all' ? [folder] : [folder, 1];
  const [from, to] = [
    [...head, -Infinity],
    [...head, afterAll],
  ];
  await Promise.all([
    mirror.messages.where(index).between(from, to).limit(1).primaryKeys(),
    mirror.messages.limit(1).primaryKeys(),
  ]);
  const keys = await allKeys(
    mirror.db.backendDB().transaction('messages').objectStore('messages').index(index),
    mirror.keyRange.bound(from, to, false, true),
  );
  return keys.reverse();
}

function allKeys(index: IDBIndex, range: IDBKeyRange): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const request = index.getAllKeys(range);
    request.onsuccess = () => resolve(request.result as number[]);
    request.onerror = () => reject(request.error);
  });
}

/** Rows in the order of `ids`; undefined where one is gone. */
export function messageRows(mirror: Mirror, ids: readonly number[]): Promise<(MessageRow | undefined)[]> {
  return mirror.messages.bulkGet([...ids]);
}
