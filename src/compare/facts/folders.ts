/** Folders that one machine made and mail that it filed in them, as the other machines show it. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import { spokenOf } from '../experiments/names.ts';
import {
  all,
  type Evidence,
  forEach,
  isFolder,
  known,
  knownAt,
  lastSync,
  mates,
  outcomeAt,
  turnsOf,
  wentWell,
} from './evidence.ts';

export function folders(e: Evidence): Facts {
  const seen = (machines: readonly Machine[]) => machines.flatMap((machine) => foldersOf(e, machine));
  const filed = (machines: readonly Machine[]) => machines.flatMap((machine) => filedOf(e, machine));
  const count = (found: readonly boolean[]) => (found.length === 0 ? null : found.filter(Boolean).length);
  return known({
    serverFolders: forEach(e, (machines) => all(seen(machines))),
    /** Mails that one machine filed, as often as another one knows them; and how many of those it shows in the same folder. */
    filed: forEach(e, (machines) => (filed(machines).length === 0 ? null : filed(machines).length)),
    filedThere: forEach(e, (machines) => count(filed(machines))),
  });
}

/** For each folder that this machine made and each other machine: whether it has that folder from the server. */
function foldersOf(e: Evidence, maker: Machine): boolean[] {
  return turnsOf(e, maker, 'make-folder').flatMap((made) => {
    const { step } = made;
    if (step?.do !== 'make-folder' || !wentWell(made, maker)) return [];
    return mates(e, maker).flatMap((other) => {
      const asked = lastSync(e, other, made.n);
      if (asked === null || makes(e, other, step.folder)) return [];
      const shown = outcomeAt(asked, other)?.folders ?? [];
      return [shown.some(({ path, local }) => !local && isFolder(path, step.folder))];
    });
  });
}

const makes = (e: Evidence, machine: Machine, folder: string): boolean =>
  turnsOf(e, machine, 'make-folder').some(({ step }) => step?.do === 'make-folder' && step.folder === folder);

/** For each mail that this machine moved and each other machine that knows it: whether it is in the same folder there. */
function filedOf(e: Evidence, mover: Machine): boolean[] {
  return turnsOf(e, mover, 'move').flatMap((moved) => {
    const { step } = moved;
    if (step?.do !== 'move' || !wentWell(moved, mover)) return [];
    return mates(e, mover).flatMap((other) => {
      const asked = lastSync(e, other, moved.n);
      if (asked === null) return [];
      return spokenOf(step).flatMap((mail) => {
        const cell = knownAt(asked, other, mail);
        return cell === null ? [] : [isFolder(cell.folder, step.to)];
      });
    });
  });
}
