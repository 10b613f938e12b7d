import type { Command } from '../command.ts';
import { accountAdd, accountList, accountRemove } from './account.ts';
import { flag, move, remove } from './change.ts';
import { compare } from './compare.ts';
import { demo } from './demo.ts';
import { folders } from './folders.ts';
import { lab } from './lab.ts';
import { list } from './list.ts';
import { outbox } from './outbox.ts';
import { parse } from './parse.ts';
import { send } from './send.ts';
import { show } from './show.ts';
import { sync } from './sync.ts';
import { vaultCheck, vaultRebuild } from './vault.ts';

/** In the order in which the help shows them. */
export const commands: readonly Command[] = [
  accountAdd,
  accountList,
  accountRemove,
  sync,
  folders,
  list,
  show,
  flag,
  move,
  remove,
  send,
  outbox,
  parse,
  vaultCheck,
  vaultRebuild,
  lab,
  demo,
  compare,
];
