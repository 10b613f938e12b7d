// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/dom';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabView } from '../../../../renderer/views/lab/index.ts';
import { createFakeLab, type FakeLab, type FakeLabOptions, queued } from '../../support/fake-lab.ts';
import { type Mounted, mountView, saved } from '../../support/mount.tsx';

let lab: FakeLab;
let mounted: Mounted;
const open = async (o: FakeLabOptions & { language?: 'en' | 'ja' } = {}) => {
  lab = createFakeLab({ ...o, on: o.on ?? true });
  mounted = await mountView(<LabView accounts={[]} onMail={() => {}} />, lab, o.language);
};
beforeEach(() => {
  document.body.innerHTML = '';
});
afterEach(() => mounted.unmount());
const press = async (name: string | RegExp, role = 'button') =>
  fireEvent.click(await screen.findByRole(role, { name }));
const type = async (name: string, value: string) =>
  fireEvent.change(await screen.findByRole('textbox', { name }), { target: { value } });
const askedFor = (name: string) => lab.asked.filter((one) => one.name === name).map(({ takes }) => takes);

test('off, the lab says what it is and that nothing leaves the machine, and starts when asked', async () => {
  await open({ on: false });
  await screen.findByText(/nothing leaves this machine/);
  await press('Start the lab');
  await screen.findByRole('button', { name: /^mx1\.hana\.test, 127\.44\.0\.11/ });
});

test('the same in Japanese', async () => {
  await open({ on: false, language: 'ja' });
  await screen.findByText(/このマシンの外には何も出ず/);
  await press('ラボを始める');
  await screen.findByRole('tab', { name: '利用者' });
});

test('when its process ends, the view says so and offers to start it again', async () => {
  await open();
  await screen.findByRole('group', { name: 'Map of the lab' });
  mounted.services.lab.detach();
  await screen.findByText("The lab's process ended by itself.");
  expect(await screen.findByRole('button', { name: 'Start it again' })).toBeTruthy();
});

test('each hop is a mark that opens its transcript, by keyboard too, with control characters visible', async () => {
  await open();
  const map = await screen.findByRole('group', { name: 'Map of the lab' });
  const mark = await within(map).findByRole('button', { name: /^mx\.minato\.test, .*Open the transcript$/ });
  expect(mark.getAttribute('tabindex')).toBe('0');
  fireEvent.keyDown(mark, { key: 'Enter' });
  const log = await screen.findByRole('log', { name: 'What was said' });
  await within(log).findByText(/EHLO mx1\.hana\.test/);
  expect(log.textContent).toContain('␍␊');
  fireEvent.keyDown(log, { key: 'Escape' });
  await expect.poll(() => screen.queryByRole('log', { name: 'What was said' })).toBeNull();
});

test('the line of postmarks says how long it took, and what went in clear', async () => {
  await open();
  const way = await screen.findByRole('list', { name: 'The way to chiyo@yuki.test' });
  expect(way.textContent).toContain('38 ms');
  expect(way.textContent).toContain('in clear');
  await screen.findByText('to try again (2 attempts)');
});

test('the queue shows what the server said and when it is tried again, and skips there', async () => {
  await open();
  await press(/^Queue/, 'tab');
  await screen.findByText('nobody answers');
  await press('Skip to the next attempt');
  expect(askedFor('lab.advance')).toEqual([{ to: 'next' }]);
});

test('a mail in the spool is shown as it lies there', async () => {
  await open();
  await press('Spool', 'tab');
  await press(/^Show message 1, The tea on Thursday/);
  await screen.findByText(/ten\?/);
});

test('an alias that is wrong stays in its form with the complaint at the field; a right one is taken over', async () => {
  await open();
  await press('Aliases', 'tab');
  await press('Add an alias');
  await type('Alias', 'tea');
  await type('Goes on to', 'aiko@hana.test');
  await press('Take it over');
  await screen.findByText(/^This must be an address like/);
  await type('Alias', 'tea@hana.test');
  await press('Take it over');
  await screen.findByRole('button', { name: 'Change tea@hana.test' });
  expect(lab.world().aliases.at(-1)).toEqual({ address: 'tea@hana.test', to: ['aiko@hana.test'] });
});

test('a fault is removed in place', async () => {
  await open();
  await press(/^Faults/, 'tab');
  await press('Remove kumo-is-down');
  await expect.poll(() => lab.world().faults).toEqual([]);
});

test('one click makes an account of this client out of a user of the lab', async () => {
  await open();
  await press('Use chiyo@yuki.test here over POP3');
  await screen.findByRole('button', { name: 'Go to the mail' });
  const [account] = await mounted.services.link.call('accounts.list', {});
  expect(account?.settings).toMatchObject({
    email: 'chiyo@yuki.test',
    protocol: 'pop3',
    incoming: { host: '127.44.0.21', port: 2995, security: 'implicit', user: 'chiyo@yuki.test' },
    outgoing: { host: '127.44.0.21', port: 2465, security: 'implicit', user: 'chiyo@yuki.test' },
    trust: { ca: expect.stringContaining('BEGIN CERTIFICATE') },
  });
});

test('the authority can be saved for another program', async () => {
  await open();
  await press('Hosts', 'tab');
  await press('Save as a file…');
  await screen.findByText('Saved as “tegami-lab-ca.pem”.');
  expect(saved).toHaveBeenCalled();
});

test('a scene is played, gone through with the arrows, and ends with its answer', async () => {
  await open();
  await press('Scenes', 'radio');
  await press('Play scene 2: Between servers');
  await screen.findByRole('heading', { name: 'Step 1' });
  fireEvent.keyDown(screen.getByRole('heading', { name: '2. Between servers' }), { key: 'ArrowRight' });
  await screen.findByRole('heading', { name: 'Step 2' });
  await screen.findByText('It asks DNS for the MX.');
  fireEvent.keyDown(screen.getByRole('heading', { name: '2. Between servers' }), { key: 'ArrowLeft' });
  await screen.findByRole('heading', { name: 'Step 1' });
});

const choose = async (entry: string) => {
  await press('More');
  fireEvent.click(await screen.findByRole('menuitem', { name: entry }));
};
const give = (text: string, name = 'mine.json') => {
  const input = document.querySelector('input[type=file]');
  if (input === null) throw new Error('no way to give a file');
  fireEvent.change(input, { target: { files: [Object.assign(new File([text], name), { text: async () => text })] } });
};

test('the world is saved as a file that opens again', async () => {
  await open();
  saved.mockClear();
  await choose('Save this world…');
  await screen.findByText(/^This world is saved as/);
  const [of] = saved.mock.calls[0] as unknown as [{ name: string; text: string }];
  expect(of.name).toBe('world.json');
  expect(JSON.parse(of.text)).toEqual(lab.world());
  give(of.text);
  await screen.findByText("“mine.json” is the lab's world now.");
  expect(askedFor('lab.setWorld')).toEqual([{ world: lab.world() }]);
});

test('a world that is not sound is refused with the places, and nothing is changed', async () => {
  await open();
  const before = lab.world();
  await screen.findByRole('button', { name: 'More' });
  give(JSON.stringify({ ...before, aliases: [{ address: 'tea', to: ['aiko@hana.test'] }], users: 7 }));
  const list = await screen.findByRole('list', { name: 'What is wrong in it' });
  within(list).getByText('aliases.0.address');
  within(list).getByText('users');
  await screen.findByText(/Nothing was changed\.$/);
  expect(lab.world()).toEqual(before);
  give('{ "name": ');
  await screen.findByText(/This is not JSON\.$/);
  expect(lab.world()).toEqual(before);
});

test.each([
  ['Keep the mail', false],
  ['Begin anew with the demo mail', true],
] as const)('going back to the first world asks first: %s', async (choice, mail) => {
  await open();
  await choose('Back to the first world…');
  const dialog = await screen.findByRole('dialog', { name: 'Back to the first world' });
  expect(askedFor('lab.reset')).toEqual([]);
  fireEvent.click(within(dialog).getByRole('radio', { name: new RegExp(`^${choice}`) }));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Go back' }));
  await expect.poll(() => askedFor('lab.reset')).toEqual([{ mail }]);
});

test('a world that cannot be used is said, and the lab begins with the first world when asked', async () => {
  await open({ on: false, refuses: 'lab-world' });
  await press('Start the lab');
  await screen.findByText(/“aliases\.0\.to\.0: “nobody” is no address\.”/);
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  await press('Begin with the first world');
  await screen.findByRole('button', { name: /^mx1\.hana\.test, 127/ });
  expect(askedFor('lab.reset')).toEqual([{ mail: false }]);
});

test.each([
  ['lab-locked', /A lab already runs in this folder/],
  ['lab-no-address', /found no free addresses on this machine/],
] as const)('%s: it is said what helps, and it can be tried again', async (refuses, what) => {
  await open({ on: false, refuses });
  await press('Start the lab');
  await screen.findByText(what);
  expect(screen.queryByRole('button', { name: 'Begin with the first world' })).toBeNull();
  await press('Try again');
  await expect.poll(() => askedFor('lab.start').length).toBe(2);
});

test('a thousand mails in the queue are shown a hundred at a time', async () => {
  const queue = Array.from({ length: 1000 }, (_, n) => ({ ...queued, queueId: `q${n}`, subject: `Mail ${n}` }));
  await open({ queue });
  await press(/^Queue/, 'tab');
  await screen.findByRole('button', { name: 'Mail 99' });
  expect(screen.queryByRole('button', { name: 'Mail 100' })).toBeNull();
  await press('Show 100 more');
  await screen.findByRole('button', { name: 'Mail 199' });
});

test('a world of one host with one mailbox has a map', async () => {
  const whole = (await import('../../../../src/lab/world/default.ts')).defaultWorld();
  const [host] = whole.hosts.filter(({ name }) => name === 'niwa.test');
  if (host === undefined) throw new Error('no such host');
  await open({
    world: {
      ...whole,
      hosts: [host],
      domains: [],
      users: [],
      lists: [],
      aliases: [],
      transports: [],
      zones: [],
      faults: [],
    },
    events: [],
  });
  await screen.findByRole('button', { name: /^niwa\.test, 127\.44\.0\.31/ });
  await screen.findByText(/^No mail has been sent yet/);
});
