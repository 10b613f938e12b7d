/** Mail that one machine sent: whether the others, and the server, have it too. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import {
  all,
  type Evidence,
  forEach,
  known,
  knownAt,
  lastSync,
  mates,
  outcomeAt,
  placesOnServer,
  sendings,
  turnsOf,
} from './evidence.ts';

export function sending(e: Evidence): Facts {
  const end = e.steps.at(-1);
  const sent = (machines: readonly Machine[]) => sendings(e).filter(({ by }) => machines.includes(by));
  const seen = (machines: readonly Machine[]) =>
    sent(machines).flatMap(({ mail, by, n }) =>
      mates(e, by).flatMap((other) => {
        const asked = lastSync(e, other, n);
        return asked === null ? [] : [knownAt(asked, other, mail) !== null];
      }),
    );
  return known({
    sentSeen: forEach(e, (machines) => all(seen(machines))),
    sentOnServer: forEach(e, (machines) =>
      all(sent(machines).map(({ mail, by }) => placesOnServer(end, by.mailbox, mail).length > 0)),
    ),
    sentRefused: forEach(e, (machines) => refused(e, machines)),
  });
}

const refused = (e: Evidence, machines: readonly Machine[]): string | null =>
  machines
    .flatMap((machine) => turnsOf(e, machine, 'send').map((turn) => outcomeAt(turn, machine)?.error?.reason ?? null))
    .find((reason) => reason !== null) ?? null;
