/** Which effect can be where: a world that says otherwise is refused, in words that help. */
import { expect, test } from 'vitest';
import { readyFaults } from '../../../renderer/views/lab/inspect/fault-draft.ts';
import { pointsOf, sensible } from '../../../src/contract/lab/sensible.ts';
import { FaultPoint } from '../../../src/contract/lab/world.ts';
import { checkWorld } from '../../../src/lab/world/check.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { worldWith } from '../support/lab.ts';
import { effects, type Kind } from './support.ts';

const kinds = Object.keys(effects) as Kind[];

test('each effect can be somewhere, and each point has some', () => {
  for (const kind of kinds) expect(pointsOf(kind), kind).not.toEqual([]);
  for (const point of FaultPoint.options) expect(sensible[point], point).not.toEqual([]);
});

test.each(FaultPoint.options)('at %s only what means something there is taken', (point) => {
  for (const kind of kinds) {
    const checked = checkWorld({ ...defaultWorld(), faults: [{ id: 'f', point, effect: effects[kind] }] });
    if (sensible[point].includes(kind)) expect(checked, kind).toHaveProperty('world');
    else
      expect(checked, kind).toEqual({
        problems: [
          {
            path: ['faults', 0, 'effect'],
            en: expect.stringContaining(`“${kind}” means nothing at ${point}. It can be at `),
            ja: expect.stringContaining(`「${kind}」は${point}では起こせません。`),
          },
        ],
      });
  }
});

test('the default world and the faults that are offered ready make sense', () => {
  expect(checkWorld(worldWith())).toHaveProperty('world');
  for (const { point, kind } of Object.values(readyFaults)) expect(sensible[point]).toContain(kind);
});
