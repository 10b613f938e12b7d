// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/dom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompareView } from '../../../../renderer/views/compare/index.ts';
import { createFakeCompare, type FakeCompare, type FakeCompareOptions, many } from '../../support/fake-compare.ts';
import { type Mounted, mountView, pictured, saved } from '../../support/mount.tsx';

let compare: FakeCompare;
let mounted: Mounted;
const open = async (o: FakeCompareOptions & { language?: 'en' | 'ja' } = {}) => {
  compare = createFakeCompare(o);
  mounted = await mountView(<CompareView />, null, o.language, compare);
};
beforeEach(() => {
  document.body.innerHTML = '';
});
afterEach(() => {
  vi.useRealTimers();
  mounted.unmount();
});
const press = async (name: string | RegExp, role = 'button') =>
  fireEvent.click(await screen.findByRole(role, { name }));
const type = async (name: string, value: string) =>
  fireEvent.change(await screen.findByRole('textbox', { name }), { target: { value } });
const askedFor = (name: string) => compare.asked.filter((one) => one.name === name).map(({ takes }) => takes);
const question = /^Is mail that I read at the office new again at home\?/;
const cell = (name: RegExp) => screen.findByRole('button', { name });

test('before anything is run, an experiment tells its machines and its steps', async () => {
  await open();
  const steps = await screen.findByRole('region', { name: 'Steps' });
  within(steps).getByText('6 mails arrive on the server.');
  within(steps).getByText('Home PC over POP3 and Home PC over IMAP ask the server for new mail, one after the other.');
  expect(within(await screen.findByRole('region', { name: 'Machines' })).getAllByRole('listitem')).toHaveLength(4);
  expect(screen.getAllByText('Not run yet')).toHaveLength(12);
});

test('the same in Japanese', async () => {
  await open({ language: 'ja' });
  const steps = await screen.findByRole('region', { name: 'ステップ' });
  within(steps).getByText('サーバーにメールが 6 通届きます。');
  within(steps).getByText('自宅のPC（POP3）、自宅のPC（IMAP）が、新着メールがあるかをサーバーに問い合わせます。');
});

test('a run gives the answer, in the list with its first words and above the matrix', async () => {
  await open();
  await press('Run');
  const answer = await screen.findByRole('region', { name: 'The answer' });
  expect(answer.textContent).toContain('4 of the 4 mails');
  expect((await screen.findByRole('button', { name: question })).textContent).toContain('Done. Over POP3 yes');
  expect(askedFor('compare.run')).toEqual([
    { experiment: expect.objectContaining({ name: 'read-state' }), lang: 'en', seed: 1 },
  ]);
});

test('what runs says how far it is; stopping ends it, and what waited does not begin', async () => {
  await open({ hangs: true });
  await press('Run all');
  expect((await screen.findByText('Running, 2 of 6')).tagName).toBe('SPAN');
  await screen.findByText('11 more after this one');
  expect(screen.getAllByText('Waits for its turn')).toHaveLength(11);
  fireEvent.click((await screen.findAllByRole('button', { name: 'Stop' }))[0] as HTMLElement);
  await screen.findByText('It was stopped before the end. Machines and servers were put away.');
  expect(askedFor('compare.run')).toHaveLength(1);
  expect(screen.getAllByText('Not run yet')).toHaveLength(11);
});

test('a run that was refused says why, and the others go on', async () => {
  await open({ refuses: 'read-state' });
  await press('Run all');
  await screen.findByText(/^It could not be run to the end\. .*disk/i);
  await expect.poll(() => screen.getAllByText('Done.')).toHaveLength(11);
});

test('a list that could not be had can be asked for again', async () => {
  await open({ broken: true });
  await press('Try again');
  await screen.findByRole('button', { name: question });
});

test('when its process ends, the view says so, and is there again with the next one', async () => {
  await open({ hangs: true });
  await press('Run all');
  await screen.findByText('Running, 2 of 6');
  mounted.services.compare.detach();
  await screen.findByText(/It is being started again/);
  const { transportPair } = await import('../../../../src/contract/transport.ts');
  const [here, there] = transportPair();
  createFakeCompare().serve(there);
  mounted.services.compare.attach(here);
  await screen.findByText(/what it had measured is lost/);
  expect(screen.getAllByText('Not run yet')).toHaveLength(12);
});

test('a cell says where the mail lives, read or new, and by which folder; the server has a column for each mailbox', async () => {
  await open({ ran: true });
  const grid = await screen.findByRole('grid', { name: 'Where each mail is' });
  const rows = within(grid).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('Photographs from the harbour');
  await cell(/^Photographs from the harbour on Home PC over POP3: whole, unread and in Inbox\./);
  await cell(/^Photographs from the harbour on Home PC over IMAP: listed, read and in Inbox\./);
  within(grid).getByText('mailbox pop3');
  within(grid).getByText('mailbox imap');
});

test('a cell opens the transcript of the step in which it became so, with the lines that speak of the mail, and the ledger', async () => {
  await open({ ran: true });
  fireEvent.click(await cell(/^Friday: lunch by the river\? on Office PC over POP3/));
  const proof = await screen.findByRole('region', { name: 'The proof' });
  within(proof).getByText(/^It has been so since step 2\./);
  within(proof).getByText(/It was taken from the POP3 mailbox with RETR/);
  const spoken = [...proof.querySelectorAll('[data-spoken]')].map((line) => line.textContent);
  expect(spoken.some((line) => line?.includes('RETR 6'))).toBe(true);
  expect(spoken.some((line) => line?.includes('RETR 5'))).toBe(false);
  fireEvent.keyDown(within(proof).getByRole('log'), { key: 'Escape' });
  await expect.poll(() => screen.queryByRole('region', { name: 'The proof' })).toBeNull();
});

test('the arrows go through the steps, and in the grid from cell to cell', async () => {
  await open({ ran: true });
  await screen.findByText('6 of 6');
  const answer = await screen.findByRole('region', { name: 'The answer' });
  fireEvent.keyDown(answer, { key: 'ArrowLeft' });
  await screen.findByText('5 of 6');
  fireEvent.keyDown(answer, { key: 'ArrowRight' });
  await screen.findByText('6 of 6');
  const grid = await screen.findByRole('grid');
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  const head = await screen.findByRole('button', { name: 'Office PC over POP3: what was said in this step' });
  head.focus();
  fireEvent.keyDown(head, { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowRight' });
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Photographs .* on Home PC over POP3/);
  await screen.findByText('6 of 6');
  fireEvent.keyDown(document.activeElement as Element, { key: ',' });
  await screen.findByText('5 of 6');
});

test('played, it goes from the first step to the last and stops there', async () => {
  await open({ ran: true });
  await screen.findByText('6 of 6');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fireEvent.click(screen.getByRole('button', { name: 'Play the steps' }));
  await vi.waitFor(() => expect(screen.getByText('0 of 6')).toBeTruthy());
  for (let n = 1; n <= 6; n++) {
    await vi.advanceTimersByTimeAsync(2600);
    await vi.waitFor(() => expect(screen.getByText(`${n} of 6`)).toBeTruthy());
  }
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Play the steps' })).toBeTruthy());
});

test('the meters say what was used up to the step and by it', async () => {
  await open({ ran: true });
  const steps = await screen.findByRole('region', { name: 'Steps' });
  fireEvent.click(within(steps).getByRole('button', { name: /^Step 2:/ }));
  await screen.findByText('2 of 6');
  const row = (await screen.findByRole('rowheader', { name: 'Connections' })).closest('tr');
  expect(row?.textContent).toContain('1');
  expect(row?.textContent).toContain('in this step, more by 1');
});

test('a chart has its words and, for whom does not see it, its numbers', async () => {
  await open({ ran: true });
  const images = await screen.findAllByRole('img', { name: /^Office PC over POP3: / });
  expect(images[0]?.getAttribute('src')).toMatch(/^data:image\/svg\+xml/);
  const table = await screen.findByRole('table', { name: 'Octets on the line, in numbers' });
  expect(within(table).getAllByRole('row')).toHaveLength(5);
  await press('Show as table');
  await expect.poll(() => screen.queryAllByRole('img', { name: /^Office PC over POP3: / })).toHaveLength(0);
});

test.each([
  ['Page (HTML)…', 'html', 'read-state.html'],
  ['Table of all numbers (CSV)…', 'csv', 'read-state.csv'],
] as const)('%s is saved under its name', async (entry, format, name) => {
  await open({ ran: true });
  saved.mockClear();
  await press('Export');
  await press(entry, 'menuitem');
  await screen.findByText(/^Saved as/);
  expect(saved).toHaveBeenCalledWith({ name, text: expect.any(String) });
  expect(askedFor('compare.export')).toEqual([{ names: ['read-state'], format, lang: 'en' }]);
});

test('a picture is made of the page', async () => {
  await open({ ran: true });
  await press('Export');
  await press('Picture (PNG)…', 'menuitem');
  await screen.findByText(/^Saved as/);
  expect(pictured).toHaveBeenCalledWith({ name: 'read-state.png', html: expect.stringContaining('<!doctype html>') });
});

test('JSON that is no sound experiment is refused with the places; a sound one is kept and shown', async () => {
  await open();
  await press('Open JSON…');
  await type('Or paste its text', '{ "name": ');
  await press('Check and keep');
  await screen.findByText('This is not JSON.');
  await type('Or paste its text', JSON.stringify({ ...many, machines: 7 }));
  await press('Check and keep');
  const list = await screen.findByRole('list', { name: 'What is wrong in it' });
  within(list).getByText('machines');
  expect(askedFor('compare.save')).toEqual([]);
  await type('Or paste its text', JSON.stringify(many));
  await press('Check and keep');
  await screen.findByRole('heading', { name: /^What does it look like with six machines/ });
  await press('More');
  await press('Remove this experiment', 'menuitem');
  await expect.poll(() => screen.queryByRole('heading', { name: /^What does it look like/ })).toBeNull();
});

test('fifty mails are shown twelve at first', async () => {
  await open({ experiments: [many], ran: true });
  const grid = await screen.findByRole('grid');
  expect(within(grid).getAllByRole('rowheader', { name: /kB|bytes|not sent/ })).toHaveLength(12);
  await press('Show 38 more');
  await expect.poll(() => within(grid).getAllByRole('rowheader', { name: /kB|bytes|not sent/ }).length).toBe(50);
});

test('an experiment is recorded by doing it, saved as JSON, and kept', async () => {
  await open();
  saved.mockClear();
  await press('Record a new experiment');
  await press('Begin');
  await screen.findByText('Write what you want to know.');
  await type('What do you want to know?', 'Does my phone see it?');
  await press('Begin');
  await press('Mail arrives');
  await type('How many mails', '0');
  await press('Do it');
  await screen.findByText('From 1 to 1,000.');
  await type('How many mails', '2');
  await press('Do it');
  await screen.findByText('2 mails arrive on the server.');
  await press('Fetch mail');
  await press('Do it');
  await screen.findByText('2 of 2');
  expect(
    await screen.findAllByRole('button', { name: / on Phone over IMAP, 64 kbit\/s, 5 MB: text, new and in Inbox\./ }),
  ).toHaveLength(2);
  await press('Save as JSON…');
  await screen.findByText(/^Saved as/);
  const [of] = saved.mock.calls[0] as unknown as [{ name: string; text: string }];
  expect(of.name).toBe('does-my-phone-see-it.json');
  expect(JSON.parse(of.text)).toMatchObject({
    name: 'does-my-phone-see-it',
    machines: [{}, {}, {}, { protocol: 'imap', fetch: 'text', link: { kbitPerSecond: 64 }, storage: 5_000_000 }],
    steps: [
      { do: 'deliver', count: 2 },
      { do: 'sync', on: 'all' },
    ],
  });
  await press('Keep it');
  await screen.findByText('It is in the list now.');
  expect(screen.getAllByText('Does my phone see it?').length).toBe(2);
});

test('another thing is looked at, and the recording goes on', async () => {
  await open({ ran: true });
  await press('Record a new experiment');
  await type('What do you want to know?', 'Does it stay?');
  await press('Begin');
  await screen.findByText(/^The machines stand/);
  await press(question);
  await screen.findByRole('region', { name: 'The answer' });
  await press('Record a new experiment');
  await screen.findByText(/^The machines stand/);
  expect(askedFor('record.begin')).toHaveLength(1);
});
