/** What holds for every result, whatever was run. */
import { expect } from 'vitest';
import { ExperimentResult } from '../../../../src/contract/compare/result.ts';

export function expectSound(result: ExperimentResult): void {
  expect(() => ExperimentResult.parse(JSON.parse(JSON.stringify(result)))).not.toThrow();
  const { experiment, steps, mails, machines } = result;
  expect(steps.map(({ n }) => n)).toEqual([...Array(experiment.steps.length + 1).keys()]);
  expect(steps.slice(1).map(({ step }) => step)).toEqual(experiment.steps);
  const known = new Set(mails.map(({ mail }) => mail));
  const ids = machines.map(({ id }) => id);
  for (const { n, outcomes, differences } of steps) {
    expect(outcomes.map(({ machine }) => machine)).toEqual(ids);
    for (const { machine, state, cells, disk, traffic, messages, found, transcript } of outcomes) {
      const where = `step ${n}, ${machine}`;
      expect(disk.mail + disk.parts + disk.database + disk.other, where).toBe(disk.total);
      for (const [name, value] of Object.entries(traffic)) expect(value, `${where} ${name}`).toBeGreaterThanOrEqual(0);
      expect(messages.fresh, where).toBe(cells.filter(({ fresh }) => fresh).length);
      if (state === 'lost') expect(messages.known, where).toBe(0);
      for (const mail of found ?? []) expect(known, where).toContain(mail);
      for (const line of transcript) expect(line.text, where).not.toMatch(/(PASS|LOGIN \S+) "?tegami/i);
      for (const cell of cells) {
        const here = `${where}, ${cell.mail}`;
        expect(known, here).toContain(cell.mail);
        expect(cell.holds === 'nothing', here).toBe(cell.folder === null);
        if (cell.holds === 'nothing')
          expect(cell, here).toMatchObject({ read: false, fresh: false, local: false, flags: [], why: [] });
        expect(cell.read, here).toBe(cell.flags.includes('seen'));
        if (cell.fresh) expect(cell.read, here).toBe(false);
        expect(cell.attachments.held, here).toBeLessThanOrEqual(cell.attachments.all);
        expect(cell.since ?? 0, here).toBeLessThanOrEqual(n);
        if (cell.since === null) expect(cell.holds, here).toBe('nothing');
      }
    }
    for (const { mail, values } of differences) {
      expect(known).toContain(mail);
      for (const machine of Object.keys(values)) expect(ids).toContain(machine);
      expect(new Set(Object.values(values).filter((value) => value !== null)).size).toBeGreaterThan(1);
    }
  }
}

/** All that does not depend on clocks and on how octets were cut. */
export function comparable({ steps, mails, facts, experiment }: ExperimentResult): unknown {
  // Whoever is told of mails as they come asks for one or for several at a time.
  const listens = experiment.steps.some((step) => step.do === 'listen');
  // What a machine composes has a Message-ID that nobody could have known.
  const written = (id: string) => id.replace(/^<[0-9a-f-]{36}@/, '<@');
  return {
    mails: mails.map((mail) => ({ ...mail, messageId: written(mail.messageId) })),
    facts: Object.keys(facts),
    steps: steps.map(({ n, outcomes, server, differences }) => ({
      n,
      server,
      differences,
      outcomes: outcomes.map(({ machine, state, found, error, folders, cells, verbs, messages }) => ({
        ...{ machine, state, found, folders, messages },
        verbs: listens ? null : verbs,
        error: error === null ? null : `${error.at} ${error.reason}`,
        cells: cells.map(({ why, ...cell }) => ({ ...cell, why: why.map(({ what }) => what) })),
      })),
    })),
  };
}
