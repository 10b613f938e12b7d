/** What a machine knows and holds now: its own vault is asked and its own disk walked. Nothing goes over the line for it. */
import type { Traffic } from '../../contract/compare/result.ts';
import { holdsOf } from './holds.ts';
import type { Known, Look } from './machine.ts';
import type { Program } from './program.ts';
import { allRows } from './rows.ts';

/** Every mail with a Message-ID: experiments call mails by theirs. */
export function knownBy(program: Program): Known[] {
  return allRows(program).flatMap(({ row, folder }) =>
    row.messageId === null
      ? []
      : [
          {
            messageId: row.messageId,
            row,
            holds: holdsOf(program, row.id),
            folder: folder.path,
            local: folder.local,
            why: program.vault.ledger.of(row.id).map(({ what, cause }) => ({ what: named(what, program), cause })),
          },
        ],
  );
}

/** The ledger names folders by their ids, which mean nothing outside this machine. */
function named(what: string, { vault }: Program): string {
  const name = (id: string): string => vault.folders.find(Number(id))?.path ?? id;
  return what.replace(/^moved from folder (\d+) to (\d+)$/, (_, from: string, to: string) => {
    return `moved from folder ${name(from)} to ${name(to)}`;
  });
}

export function foldersOf({ vault, account }: Program): Look['folders'] {
  return vault.folders.list(account).map(({ path, local }) => ({ path, local }));
}

/** Of all programs that the machine ever ran. */
export function trafficOf(counters: Iterable<Program['counters'][number]>): Traffic {
  const sum = { bytesIn: 0, bytesOut: 0, connections: 0, roundTrips: 0, commands: 0 };
  for (const one of counters) for (const name of Object.keys(sum) as (keyof Traffic)[]) sum[name] += one[name];
  return sum;
}
