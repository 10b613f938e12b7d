/** Somebody's real servers as the ground of an experiment: nothing that is not of the experiment's own making is touched there. */
import { mailboxesOf } from '../run/parts.ts';
import type { Ground } from './ground.ts';
import { mustMakeNew, mustNotDelete, mustShareOwn } from './may-happen.ts';
import { tooFew } from './refusals.ts';
import { Account, type ServerAccount } from './server-account.ts';
import { ownFolders } from './snapshot.ts';

export interface ServerGroundOptions {
  /** As many mailboxes as an experiment may have at the same time. */
  readonly accounts: readonly ServerAccount[];
  /** Also where mail lies there already: it is never touched, and POP3 machines that delete from the server are refused. */
  readonly evenIfNotEmpty?: boolean;
  /** An address that may be written to; without one machines send nowhere but to each other. */
  readonly outsider?: string | null;
}

/** Ms that a mail may need from one mailbox to the other, and between two looks for it. */
const onItsWay = 30_000;
const lookAgain = 250;

/** @throws MailError where the first account cannot be signed in to by both protocols */
export async function serverGround(o: ServerGroundOptions): Promise<Ground> {
  const accounts = o.accounts.map((each) => new Account(each));
  const [first] = accounts;
  if (first === undefined) throw tooFew(1, 0);
  const [imap, { greeting: pop3 }] = await first.greetings();
  const canSend = accounts.every(({ account }) => account.smtp !== null);
  const awaited: { messageId: string; account: Account }[] = [];

  const clear = async () => {
    awaited.length = 0;
    await everyOne(accounts, (each) => each.clear());
  };
  return {
    about: { kind: 'server', name: first.account.imap.host, imap, pop3 },
    capacity: accounts.length,
    outsider: canSend ? (o.outsider ?? null) : null,

    async check(experiment) {
      // What the last one made is not somebody's.
      await clear();
      const wanted = mailboxesOf(experiment).length;
      for (const { account, observer } of accounts.slice(0, wanted)) {
        mustShareOwn(experiment, account.user);
        const there = await observer.with(ownFolders);
        mustMakeNew(experiment, there, account.user);
      }
      if (o.evenIfNotEmpty === true) mustNotDelete(experiment);
    },
    async mailboxes(names) {
      if (names.length > accounts.length) throw tooFew(names.length, accounts.length);
      await clear();
      const chosen = accounts.slice(0, names.length);
      if (o.evenIfNotEmpty !== true) for (const each of chosen) await each.mustBeEmpty();
      for (const each of chosen) await each.begin();
      return chosen.map((each, i) => each.mailbox(names[i] ?? ''));
    },
    sent(messageId, to) {
      for (const each of accounts) each.sent(messageId);
      const account = accounts.find((each) => each.account.email.toLowerCase() === to.toLowerCase());
      if (account !== undefined) awaited.push({ messageId, account });
    },
    advance: async () => {},
    async settled() {
      const until = Date.now() + onItsWay;
      for (const { messageId, account } of awaited.splice(0))
        while (!(await account.has(messageId)) && Date.now() < until)
          await new Promise((resolve) => setTimeout(resolve, lookAgain));
    },
    async close() {
      try {
        await clear();
      } finally {
        await everyOne(accounts, (each) => each.close());
      }
    },
  };
}

/** One that fails keeps none of the others from their turn. @throws what the first one threw */
async function everyOne(accounts: readonly Account[], work: (account: Account) => Promise<void>): Promise<void> {
  const failed: unknown[] = [];
  for (const each of accounts) await work(each).catch((thrown: unknown) => failed.push(thrown));
  if (failed.length > 0) throw failed[0];
}
