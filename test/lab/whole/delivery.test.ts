import { expect, test } from 'vitest';
import { events, inbox, labWith, worldWith } from '../support/lab.ts';

const plain = { subject: 'お茶の件', text: 'Tea at three?\n三時にお茶はいかがですか。\n' };

test.each([
  ['to a neighbour in the same domain', 'aiko@hana.test', 'ben@hana.test', 'mailbox'],
  ['by MX into another domain', 'aiko@hana.test', 'chiyo@yuki.test', 'mx'],
  ['where there is no MX, to the address itself', 'aiko@hana.test', 'daichi@niwa.test', 'implicit-mx'],
  ['over a smart host', 'emi@sora.test', 'aiko@hana.test', 'smart-host'],
] as const)('a mail goes %s', async (_way, from, to, decision) => {
  const lab = await labWith();
  const sent = await lab.send({ from, to: [to], ...plain });
  expect(sent.said).toMatch(/^2\.0\.0|^250/);
  await lab.settled();
  const [mail] = await inbox(lab, to);
  expect(mail).toContain(`Delivered-To: ${to}`);
  expect(mail).toContain(`Return-Path: <${from}>`);
  expect(events(lab, 'routed').some((event) => event.mail === sent.mail && event.decision === decision)).toBe(true);
  expect(events(lab, 'stored').map(({ user, mail: id }) => ({ user, id }))).toEqual([{ user: to, id: sent.mail }]);
  expect(await lab.queue()).toEqual([]);
});

test('a chain of aliases ends at each person behind it, once', async () => {
  const lab = await labWith();
  await lab.send({ from: 'chiyo@yuki.test', to: ['info@hana.test', 'office@hana.test', 'ben@hana.test'], ...plain });
  await lab.settled();
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(1);
  expect(await inbox(lab, 'ben@hana.test')).toHaveLength(1);
});

test('a list sends a copy to each member, with its own reverse-path, and keeps one in its public folder', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['tea@sora.test'], ...plain });
  await lab.settled();
  for (const member of ['aiko@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test', 'emi@sora.test']) {
    const mails = await inbox(lab, member);
    expect(mails, member).toHaveLength(1);
    expect(mails[0]).toMatch(/^List-Id: .*tea\.sora\.test/m);
    expect(mails[0]).not.toContain('Return-Path: <aiko@hana.test>');
  }
  const news = lab.spoolOf('mail.sora.test');
  expect(news?.list('').map(({ name }) => name)).toContain('tea');
});

test('an unknown recipient elsewhere is refused there, and a report goes back in the server’s own words', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['nobody@yuki.test'], ...plain });
  await lab.settled();
  const [report] = await inbox(lab, 'aiko@hana.test');
  expect(report).toMatch(/^Return-Path: <>/m);
  expect(report).toContain('multipart/report');
  expect(report).toContain('Final-Recipient: rfc822;nobody@yuki.test');
  expect(report).toMatch(/Diagnostic-Code: smtp; ?550/);
});

test('a null MX bounces at once; a host that is down is tried again on the schedule, with one warning and one report', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['x@mu.test'], ...plain });
  await lab.settled();
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(1);
  await lab.send({ from: 'aiko@hana.test', to: ['x@kumo.test'], ...plain });
  await lab.settled();
  expect(await lab.queue()).toHaveLength(1);
  await lab.advance(7 * 86_400_000);
  expect(await lab.queue()).toEqual([]);
  const mails = await inbox(lab, 'aiko@hana.test');
  expect(mails.filter((mail) => /^Action: delayed/m.test(mail))).toHaveLength(1);
  expect(mails.filter((mail) => /^Action: failed/m.test(mail))).toHaveLength(2);
});

test('the backup exchanger takes the mail while the first is down, and hands it over when that is back', async () => {
  const lab = await labWith({
    world: worldWith((world) => {
      world.faults.push({
        id: 'mx1-down',
        point: 'smtp.connect',
        host: 'mx1.hana.test',
        effect: { kind: 'dead-host' },
        skip: 0,
        until: Date.UTC(2026, 10, 21, 11),
      });
    }),
  });
  await lab.send({ from: 'chiyo@yuki.test', to: ['aiko@hana.test'], ...plain });
  await lab.settled();
  expect((await lab.queue()).map(({ host }) => host)).toEqual(['mx2.hana.test']);
  await lab.advance(12 * 3_600_000);
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(1);
  expect(await lab.queue()).toEqual([]);
});

test('the mountain village gets its mail at the full hour', async () => {
  const lab = await labWith();
  await lab.advance(10 * 60_000);
  await lab.send({ from: 'aiko@hana.test', to: ['fuyu@yama.test'], ...plain });
  await lab.settled();
  expect(await inbox(lab, 'fuyu@yama.test')).toHaveLength(0);
  await lab.advance(49 * 60_000);
  expect(await inbox(lab, 'fuyu@yama.test')).toHaveLength(0);
  await lab.advance(2 * 60_000);
  expect(await inbox(lab, 'fuyu@yama.test')).toHaveLength(1);
});

test('a forged sender is taken where nobody checks, and refused where the domain’s policy is asked', async () => {
  const lab = await labWith();
  const forged = { ...plain, from: 'ben@hana.test', forged: true };
  expect((await lab.send({ ...forged, to: ['daichi@niwa.test'] })).mail).not.toBe(null);
  const refused = await lab.send({ ...forged, to: ['aiko@hana.test'] });
  expect(refused.mail).toBe(null);
  expect(refused.said).toMatch(/DMARC/i);
  await lab.settled();
  expect(await inbox(lab, 'daichi@niwa.test')).toHaveLength(1);
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(0);
});

test('what is signed arrives with a true Authentication-Results: SPF, DKIM and DMARC pass', async () => {
  const lab = await labWith();
  await lab.send({ from: 'aiko@hana.test', to: ['chiyo@yuki.test'], ...plain });
  await lab.settled();
  const [mail] = await inbox(lab, 'chiyo@yuki.test');
  const header = mail
    ?.replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((line) => line.startsWith('Authentication-Results: mx.minato.test'));
  expect(header).toMatch(/spf=pass/);
  expect(header).toMatch(/dkim=pass/);
  expect(header).toMatch(/dmarc=pass/);
});
