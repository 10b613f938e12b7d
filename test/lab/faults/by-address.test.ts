import { expect, test } from 'vitest';
import { events, inbox, labWith } from '../support/lab.ts';

const mail = { subject: 'a fault', text: 'a fault' };

test.each([
  ['tempfail', /^451/],
  ['permfail', /^550/],
  ['greylist', /^450/],
  ['full', /^452/],
] as const)('mail to %s@ in any domain of the lab is refused at once', async (local, answer) => {
  const lab = await labWith();
  for (const domain of ['hana.test', 'niwa.test']) {
    const sent = await lab.send({ from: 'chiyo@yuki.test', to: [`${local}@${domain}`], ...mail, forged: true });
    expect(sent.mail).toBe(null);
    expect(sent.said).toMatch(answer);
  }
});

test('mail to slow@ is taken late, and reaches the postmaster', { timeout: 20_000 }, async () => {
  const lab = await labWith();
  const began = Date.now();
  const sent = await lab.send({ from: 'aiko@hana.test', to: ['slow@niwa.test'], ...mail });
  expect(sent.mail).not.toBe(null);
  await lab.settled();
  expect(Date.now() - began).toBeGreaterThan(2_900);
  expect(await inbox(lab, 'daichi@niwa.test')).toHaveLength(1);
});

test('mail to drop@ is cut in the middle, kept, and tried again', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['drop@niwa.test'], ...mail });
  await lab.settled();
  expect(events(lab, 'closed').some(({ host, why }) => host === 'niwa.test' && why === 'dropped')).toBe(true);
  expect(await lab.queue()).toHaveLength(1);
  await lab.advance('next');
  expect(events(lab, 'attempt').filter(({ host }) => host === 'mx1.hana.test').length).toBeGreaterThan(1);
});

test('what waited out the greylist is delivered', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['greylist@niwa.test'], ...mail });
  await lab.settled();
  expect(await inbox(lab, 'daichi@niwa.test')).toHaveLength(0);
  await lab.advance(11 * 60_000);
  expect(await inbox(lab, 'daichi@niwa.test')).toHaveLength(1);
});
