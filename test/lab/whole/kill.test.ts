/** Two hundred times the lab is killed under load; then every mail that was answered 250 is looked for. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startLab } from '../../../src/lab/lab.ts';
import { labFolder, worldWith } from '../support/lab.ts';
import { load } from '../support/load.ts';
import { startLabProcess } from '../support/process.ts';

const kills = Number(process.env['TEGAMI_KILLS'] ?? 200);

/** Where each mail of the load must be found: in these inboxes, or as a report to the sender that names the recipient. */
const routes = [
  { from: 'aiko@hana.test', to: ['ben@hana.test'], found: ['ben@hana.test'] },
  { from: 'aiko@hana.test', to: ['info@hana.test'], found: ['aiko@hana.test', 'ben@hana.test'] },
  {
    from: 'chiyo@yuki.test',
    to: ['aiko@hana.test', 'daichi@niwa.test'],
    found: ['aiko@hana.test', 'daichi@niwa.test'],
  },
  { from: 'emi@sora.test', to: ['chiyo@yuki.test'], found: ['chiyo@yuki.test'] },
  { from: 'daichi@niwa.test', to: ['tea@sora.test'], found: ['aiko@hana.test', 'chiyo@yuki.test', 'emi@sora.test'] },
  { from: 'aiko@hana.test', to: ['nobody@yuki.test'], found: [] },
] as const;

test('every 250 is delivered or bounced after two hundred kills under load, and nothing is half delivered', {
  timeout: 900_000,
}, async () => {
  const folder = labFolder();
  const worldFile = path.join(folder, 'fast.json');
  // Ten minutes in a second: what was left behind is tried again before the next kill.
  writeFileSync(worldFile, JSON.stringify({ ...worldWith(), clock: { mode: 'fast', rate: 600, start: null } }));
  const data = path.join(folder, 'lab');
  const accepted: { id: string; route: (typeof routes)[number]; sha: string }[] = [];
  let unanswered = 0;
  for (let kill = 0; kill < kills; kill++) {
    const lab = await startLabProcess(['--world', worldFile, '--data', data]);
    const sending = load(lab.status, {
      next: (n) => {
        const route = routes[n % routes.length] ?? routes[0];
        const id = `<k${kill}.${n}@load.test>`;
        const body = `${id}\r\n${'花鳥風月 '.repeat(40)}\r\n`.repeat(1 + (n % 9));
        return { ...route, id, body };
      },
      accepted: ({ id, route, body }) => void accepted.push({ id, route, sha: sha(body) }),
    });
    await sending.untilAccepted(3 + Math.floor(Math.random() * 25));
    lab.child.kill('SIGKILL');
    await lab.ended;
    unanswered += await sending.stop();
  }

  const lab = await startLab({
    folder: data,
    world: { ...worldWith(), clock: { mode: 'manual', rate: 1, start: null } },
    move: 'free',
    seed: false,
  });
  try {
    await lab.flush();
    await lab.advance(7 * 86_400_000);
    expect(await lab.queue()).toEqual([]);
    const found = new Map<string, Map<string, string>>(); // Message-ID -> inbox -> sha of the body
    const reports: string[] = [];
    let copies = 0;
    for (const { address, host } of lab.status().users) {
      const mailbox = await lab.spoolOf(host)?.open(address, 'INBOX');
      for (const { uid, size } of mailbox?.messages ?? []) {
        const mail = (await mailbox?.read(uid)) ?? Buffer.alloc(0);
        expect(mail.length).toBe(size);
        const text = mail.toString('utf8');
        if (text.includes('multipart/report')) {
          reports.push(text);
          continue;
        }
        const id = /^Message-ID: *(<[^>]+>)/im.exec(text)?.[1] ?? 'none';
        const inboxes = found.get(id) ?? new Map<string, string>();
        inboxes.set(address, sha(text.slice(text.indexOf('\r\n\r\n') + 4)));
        found.set(id, inboxes);
        copies += 1;
      }
    }
    const lost = accepted.filter(({ id, route, sha: body }) =>
      route.found.length === 0
        ? !reports.some((report) => report.includes(id) && report.includes(route.to[0]))
        : !route.found.every((address) => found.get(id)?.get(address) === body),
    );
    console.log(
      `${kills} kills: ${accepted.length} mails answered 250, ${unanswered} without an answer, ${copies} copies and ${reports.length} reports in the spools`,
    );
    expect(accepted.length).toBeGreaterThan(kills * 3);
    expect(lost).toEqual([]);
  } finally {
    await lab.close();
  }
});

const sha = (text: string): string => createHash('sha256').update(text.trimEnd()).digest('hex').slice(0, 16);
