import { MailError } from '../../base/errors.ts';
import type { AccountRow } from '../../contract/account.ts';
import type { Pop3Session } from '../../pop3/index.ts';
import { type StagedFile, type Vault, wholeMessage } from '../../vault/index.ts';
import { emptyTally, goOn, type SyncPorts, type Tally } from '../port.ts';
import { listMaildrop } from './listing.ts';
import { type Listed, planMaildrop } from './plan.ts';

/** A batch is committed when it holds so many messages or octets: few commits, and little to fetch again after a crash. */
const batchMessages = 64;
const batchOctets = 16 << 20;

interface Arrived {
  readonly listed: Listed;
  readonly staged: StagedFile;
}

/**
 * One visit to the maildrop: what is not here comes, and what is due goes, in this order. A message is on disk, renamed, committed and
 * logged before its DELE is sent; DELE counts only with QUIT's +OK (RFC 1939 §6), so a visit that breaks off deletes nothing.
 */
export async function syncMaildrop(
  vault: Vault,
  account: AccountRow,
  session: Pop3Session,
  ports: SyncPorts,
): Promise<Tally> {
  const tally = emptyTally();
  const { keep } = account.settings;
  const listing = await listMaildrop(session);
  const { fetch } = planMaildrop(listing, vault.uidls.known(account.id), keep, ports.now());
  const notFetched = fetch.length === 0 ? null : await download(vault, account, session, fetch, ports, tally);

  const { remove } = planMaildrop(listing, vault.uidls.known(account.id), keep, ports.now());
  const notDeleted = await deleteThere(vault, session, remove);
  await session.quit();
  const refusal = notFetched ?? notDeleted;
  if (refusal !== null) throw refusal; // told once everything that could be done was done and has taken effect
  return tally;
}

async function deleteThere(vault: Vault, session: Pop3Session, due: readonly Listed[]): Promise<MailError | null> {
  if (due.length === 0) return null;
  await vault.settle();
  return refusalOf(() => session.dele(due.map((each) => each.n)));
}

/** A refusal of single messages, which comes when all the others were done; whatever else goes wrong is thrown. */
async function refusalOf(work: () => Promise<void>): Promise<MailError | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (thrown instanceof MailError && thrown.facts?.['refused'] !== undefined) return thrown;
    throw thrown;
  }
}

async function download(
  vault: Vault,
  account: AccountRow,
  session: Pop3Session,
  fetch: readonly Listed[],
  ports: SyncPorts,
  tally: Tally,
): Promise<MailError | null> {
  const inbox = vault.folders.byRole(account.id, 'inbox');
  if (inbox === null) throw new Error('a POP3 account has an inbox from its first day');
  const byNumber = new Map(fetch.map((each) => [each.n, each]));
  let batch: Arrived[] = [];
  let octets = 0;
  let committing: Promise<void> = Promise.resolve();
  let done = 0;
  ports.progress({ folder: inbox.name, done, total: fetch.length });

  const commit = async (arrived: readonly Arrived[]): Promise<void> => {
    await keepBatch(vault, account, inbox.id, arrived, ports);
    tally.added += arrived.length;
    done += arrived.length;
    ports.progress({ folder: inbox.name, done, total: fetch.length });
  };

  const take = async (n: number, content: AsyncIterable<Buffer>): Promise<void> => {
    goOn(ports, 'pop3.retr');
    const listed = byNumber.get(n);
    if (listed === undefined) throw new Error(`message ${n} was not asked for`);
    const staged = await vault.files.stage(content);
    batch.push({ listed, staged });
    octets += staged.size;
    if (batch.length < batchMessages && octets < batchOctets) return;
    await committing; // one batch may be on its way to disk while the next arrives; two may not
    const full = batch;
    batch = [];
    octets = 0;
    committing = commit(full);
    committing.catch(() => {}); // thrown by the next await
  };

  const keepRest = async (): Promise<void> => {
    try {
      await committing;
      if (batch.length > 0) await commit(batch);
    } catch (thrown) {
      await vault.files.discard(batch.map((each) => each.staged));
      throw thrown;
    }
  };

  const numbers = fetch.map((each) => each.n);
  try {
    return await refusalOf(() => session.retr(numbers, take));
  } finally {
    // What came before a connection was cut is kept too: less to fetch again.
    await keepRest();
  }
}

/** Files sealed, rows and UIDLs committed together: after this the messages are here for good. */
async function keepBatch(
  vault: Vault,
  account: AccountRow,
  inbox: number,
  arrived: readonly Arrived[],
  ports: SyncPorts,
): Promise<void> {
  const files = arrived.map((each) => each.staged);
  await vault.files.seal(files);
  try {
    await noteBatch(vault, account, inbox, arrived, ports);
  } catch (thrown) {
    vault.abandon(files); // a full disk would keep what nobody can find
    throw thrown;
  }
}

async function noteBatch(
  vault: Vault,
  account: AccountRow,
  inbox: number,
  arrived: readonly Arrived[],
  ports: SyncPorts,
): Promise<void> {
  const parsed = await Promise.all(arrived.map((each) => ports.parse(vault.files.mailPath(each.staged.sha256))));
  const now = ports.now();
  vault.write(() => {
    arrived.forEach(({ listed, staged }, at) => {
      const mail = parsed[at];
      if (mail === undefined) throw new Error('one parsed mail for each that arrived');
      if (bringsBack(vault, account.id, listed, staged, now)) return;
      vault.messages.add(
        wholeMessage(mail, {
          account: account.id,
          folder: inbox,
          uidl: listed.key,
          received: now,
          size: staged.size,
          flags: [],
          file: staged.sha256,
        }),
        `POP3 RETR ${listed.n} (UIDL ${listed.key}) from ${account.settings.incoming.host}`,
      );
      vault.uidls.add(account.id, listed.key, now);
    });
  });
}

/** A message whose bytes were lost here and whose UIDL `vault rebuild` therefore forgot: it keeps its row. */
function bringsBack(vault: Vault, account: number, listed: Listed, staged: StagedFile, now: number): boolean {
  const known = vault.messages.byUidl(account, listed.key);
  if (known === null) return false;
  vault.messages.setFile(known.id, staged.sha256);
  vault.uidls.add(account, listed.key, now);
  vault.ledger.add({
    account,
    message: known.id,
    what: 'file brought back',
    cause: `POP3 RETR ${listed.n} (UIDL ${listed.key})`,
  });
  return true;
}
