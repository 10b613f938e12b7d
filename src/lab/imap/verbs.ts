/** All commands by name. */
import { deleteacl, getacl, listrights, myrights, setacl } from './acl/verbs.ts';
import { namespace } from './namespace/namespace.ts';
import { getquota, getquotaroot, setquota } from './quota/verbs.ts';
import { search, uidSearch } from './search/verb.ts';
import type { Verb } from './verb.ts';
import { append } from './verbs/append.ts';
import { capability } from './verbs/capability.ts';
import { close, unselect } from './verbs/close.ts';
import { compress } from './verbs/compress.ts';
import { copy, move, uidCopy, uidMove } from './verbs/copy.ts';
import { enable } from './verbs/enable.ts';
import { expunge, uidExpunge } from './verbs/expunge.ts';
import { fetch, uidFetch } from './verbs/fetch.ts';
import { id } from './verbs/id.ts';
import { idle } from './verbs/idle.ts';
import { list, lsub } from './verbs/list.ts';
import { logout } from './verbs/logout.ts';
import { create, remove, rename, subscribe, unsubscribe } from './verbs/mailboxes.ts';
import { check, noop } from './verbs/noop.ts';
import { examine, select } from './verbs/select.ts';
import { authenticate, login } from './verbs/sign-in.ts';
import { starttls } from './verbs/starttls.ts';
import { status } from './verbs/status.ts';
import { store, uidStore } from './verbs/store.ts';

const all: readonly Verb[] = [
  ...[capability, noop, logout, id],
  ...[starttls, login, authenticate],
  ...[enable, compress, idle],
  ...[list, lsub, status, create, remove, rename, subscribe, unsubscribe, append],
  ...[select, examine, check, close, unselect, expunge, uidExpunge],
  ...[fetch, uidFetch, store, uidStore, copy, uidCopy, move, uidMove, search, uidSearch],
  ...[namespace, getacl, setacl, deleteacl, listrights, myrights, getquota, getquotaroot, setquota],
];

export const verbs: ReadonlyMap<string, Verb> = new Map(all.map((verb) => [verb.name, verb]));
