/** From step to act. */
import type { Act } from '../machine.ts';
import type { Doing } from './act.ts';
import { remove } from './delete.ts';
import { fillDisk, freeDisk } from './disk.ts';
import { fetchFiles } from './fetch.ts';
import { offline, online } from './lines.ts';
import { listen, rest } from './listen.ts';
import { makeFolder } from './make-folder.ts';
import { mark } from './mark.ts';
import { move } from './move.ts';
import { open } from './open.ts';
import { search } from './search.ts';
import { send } from './send.ts';
import { share } from './share.ts';
import { sync } from './sync.ts';

const acts: { readonly [D in Act['do']]: Doing<D> } = {
  sync,
  listen,
  rest,
  open,
  fetch: fetchFiles,
  mark,
  'make-folder': makeFolder,
  move,
  delete: remove,
  search,
  send,
  share,
  offline,
  online,
  'fill-disk': fillDisk,
  'free-disk': freeDisk,
};

/** The act that this step asks for. */
export function actOf<D extends Act['do']>(step: { readonly do: D }): Doing<D> {
  return acts[step.do];
}
