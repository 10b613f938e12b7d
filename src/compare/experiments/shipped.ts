/** The experiments that come with the program, in the order in which they are shown. */
import { Experiment, type ExperimentInput } from '../../contract/compare/experiment.ts';
import { deleting } from './delete.ts';
import { folders } from './folders.ts';
import { fullDisk } from './full-disk.ts';
import { leaveDays } from './leave-days.ts';
import { loss } from './loss.ts';
import { offline } from './offline.ts';
import { readState } from './read-state.ts';
import { sameMoment } from './same-moment.ts';
import { search } from './search.ts';
import { sent } from './sent.ts';
import { share } from './share.ts';
import { thinLine } from './thin-line.ts';

const inOrder: readonly ExperimentInput[] = [
  readState,
  loss,
  thinLine,
  folders,
  search,
  deleting,
  leaveDays,
  sent,
  sameMoment,
  share,
  fullDisk,
  offline,
];

/** With every default filled in. */
export const shipped: readonly Experiment[] = inOrder.map((each) => Experiment.parse(each));
