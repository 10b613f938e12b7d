/** The real window through axe-core (https://github.com/dequelabs/axe-core). */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe calls serious or critical, one line each. */
export async function violations(window: Page): Promise<string[]> {
  // Moving colours would be measured on their way.
  await window.emulateMedia({ reducedMotion: 'reduce' });
  await window.evaluate(axe.source);
  const found = await window.evaluate(async () => {
    const { axe: there } = globalThis as unknown as { axe: typeof axe };
    // The mail's own frame runs nothing, so axe cannot answer from there.
    // What react-aria announces for seconds outlives the element that it names.
    const where = { include: [['html']], exclude: [['[data-live-announcer]']] };
    return (await there.run(where, { iframes: false, resultTypes: ['violations'] })).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} | ${node.failureSummary ?? ''}`),
    );
}
