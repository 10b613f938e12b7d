/** What the shipped experiments must find, on whatever servers they run. */
import { expect } from 'vitest';
import type { Report } from '../../../src/contract/compare/result.ts';
import { shippedNames } from '../support/shipped.ts';

/** `without`: experiments that these servers have no place for. */
export function expectTable({ experiments, skipped }: Report, without: readonly string[] = []): void {
  expect(experiments.map(({ name }) => name)).toEqual(shippedNames.filter((name) => !without.includes(name)));
  expect(skipped.map(({ name }) => name)).toEqual(without);
  for (const { name, question, answer } of experiments) {
    expect(question, name).toMatch(/\?$/);
    expect(answer.length, name).toBeGreaterThan(20);
  }
  const of = (name: string): Report['experiments'][number]['facts'] =>
    experiments.find((each) => each.name === name)?.facts ?? {};

  expect(of('read-state')).toMatchObject({
    readStateShared: { imap: true, pop3: false },
    newAgain: { imap: false, pop3: true },
    // POP3 a whole copy on each machine, IMAP one on the server and none beside it.
    copies: { imap: 0, pop3: 2 },
    copiesOnServer: { imap: 1, pop3: 1 },
  });
  expect(of('loss')['survives']).toEqual({ imap: 5, 'pop3-keep': 5, 'pop3-delete': 0, of: 5 });
  expect(of('folders')['serverFolders']).toEqual({ imap: true, pop3: false });
  expect(of('search')).toMatchObject({
    serverSearch: { imap: true, pop3: false },
    foundByFrom: { imap: 3, pop3: 0, of: 3 },
    foundByTo: { imap: 3, pop3: 0, of: 3 },
    foundByText: { imap: 3, pop3: 0, of: 3 },
  });
  expect(of('thin-line')['textBytes']?.['pop3']).toBeGreaterThan(13_000_000);
  expect(of('thin-line')['textBytes']?.['ratio']).toBeLessThan(0.01);
  expect(of('delete')['deletedThere']).toEqual({ imap: true, pop3: false });
  expect(of('leave-days')['neverReached']).toEqual({ imap: 0, pop3: 2 });
  expect(of('same-moment')['toldAtOnce']).toEqual({ imap: true, pop3: false });
  expect(of('same-moment')['lockedOut']).toEqual({ imap: false, pop3: true });
  if (!without.includes('sent')) expect(of('sent')['sentSeen']).toEqual({ imap: true, pop3: false });
  if (!without.includes('share')) expect(of('share')['shared']).toEqual({ imap: true, pop3: false });
  expect(of('full-disk')['lostMail']).toEqual({ imap: 0, pop3: 0 });
  expect(of('offline')['carriedLater']).toEqual({ imap: true, pop3: false });
}

/** Facts that are numbers of mails or yes and no: the same on every server. Octets and times are each server's own. */
export function answersOf({ experiments }: Report): Record<string, unknown> {
  const measured = /bytes|lineMs|roundTrips|connections|diskForMail|compressed|Said$|Refused$|lockedOutBy|mailBytes/i;
  return Object.fromEntries(
    experiments.map(({ name, facts }) => [
      name,
      Object.fromEntries(Object.entries(facts).filter(([fact]) => !measured.test(fact))),
    ]),
  );
}
