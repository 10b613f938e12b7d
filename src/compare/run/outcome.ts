/** What a step did to one machine: the difference between two looks at it. */
import type { Cell, Outcome, Traffic } from '../../contract/compare/result.ts';
import type { WireLine } from '../../contract/wire.ts';
import type { Did, Look } from '../machine/machine.ts';
import type { MailNames } from './names.ts';
import { verbsOf } from './verbs.ts';

export interface Acted {
  readonly did: Did;
  readonly ms: number;
}

/** `acted` is null for a machine whose turn it was not. */
export function outcomeOf(
  machine: string,
  now: Look,
  before: Look | null,
  acted: Acted | null,
  cells: Cell[],
  transcript: readonly WireLine[],
  names: MailNames,
): Outcome {
  const found = acted?.did.found ?? null;
  return {
    machine,
    acted: acted !== null,
    state: now.state,
    traffic: since(now.traffic, before?.traffic),
    line: {
      bytesIn: now.line.bytesIn - (before?.line.bytesIn ?? 0),
      bytesOut: now.line.bytesOut - (before?.line.bytesOut ?? 0),
    },
    lineMs: now.lineMs - (before?.lineMs ?? 0),
    ms: acted?.ms ?? 0,
    verbs: verbsOf(transcript),
    disk: now.disk,
    messages: {
      known: now.known.length,
      unread: now.known.filter(({ row }) => !row.flags.includes('seen')).length,
      fresh: cells.filter((cell) => cell.fresh).length,
      attachmentsHeld: cells.reduce((sum, cell) => sum + cell.attachments.held, 0),
    },
    folders: now.folders,
    found: found === null ? null : found.flatMap((id) => names.nameOf(id) ?? []),
    error: acted?.did.error ?? null,
    cells,
    transcript: [...transcript],
  };
}

function since(now: Traffic, before: Traffic | undefined): Traffic {
  return {
    bytesIn: now.bytesIn - (before?.bytesIn ?? 0),
    bytesOut: now.bytesOut - (before?.bytesOut ?? 0),
    connections: now.connections - (before?.connections ?? 0),
    roundTrips: now.roundTrips - (before?.roundTrips ?? 0),
    commands: now.commands - (before?.commands ?? 0),
  };
}
