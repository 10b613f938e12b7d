import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { accountArgs } from '../support/account-args.ts';
import { startCli, tegami } from '../support/cli.ts';
import { engineOn, type House, settingsFor, startHouse, temporaryProfile } from '../support/house.ts';

const kills = 30;

describeReal('kill -9 while sending', () => {
  let house: House;
  const profile = temporaryProfile();
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house?.close();
    profile.remove();
  });

  test('a mail is never called sent without a yes, arrives at least once, and under one Message-ID', async () => {
    const root = join(profile.folder, 'p');
    const settings = settingsFor(house.dovecot, 'aiko', 'pop3', { postfix: house.postfix });
    const added = await tegami(accountArgs(root, settings, profile.folder, ['--no-check']));
    expect(added.code, added.err).toBe(0);
    const send = (n: number) => ({
      args: ['--profile', root, '--json', 'send', '--from', 'aiko@hana.test', '--to', 'ben@hana.test'].concat([
        ...['--subject', `kill ${n}`, '--text', '-', '--wait'],
      ]),
      options: { stdin: `text ${n}\n` },
    });
    const first = send(0);
    const began = Date.now();
    expect((await tegami(first.args, first.options)).code).toBe(0);
    let takes = Date.now() - began;

    const accepted = (messageId: string): boolean => {
      const log = house.postfix.log();
      const queued = [...log.matchAll(/ (\w+): message-id=(<[^>]+>)/g)].filter(([, , id]) => id === messageId);
      return queued.some(([, queueId]) => log.includes(`${queueId}: from=<aiko@hana.test>`));
    };
    let killed = 0;
    for (let n = 1; killed < kills && n < kills * 2; n++) {
      const { args, options } = send(n);
      const started = Date.now();
      const { child, ended } = startCli(args, options);
      const timer = setTimeout(() => child.kill('SIGKILL'), takes * (0.3 + 0.75 * Math.random()));
      const ran = await ended;
      clearTimeout(timer);
      if (ran.signal === 'SIGKILL') killed += 1;
      else takes = (takes + Date.now() - started) / 2;
      if (n % 5 !== 0) continue;
      const engine = await engineOn(root);
      for (const row of await engine.handlers['outbox.list']({}))
        if (row.state === 'sent') expect(accepted(row.messageId), row.subject).toBe(true);
      await engine.close();
    }
    expect(killed).toBe(kills);

    const engine = await engineOn(root);
    await engine.parts.outbox.sendDue();
    const rows = await engine.handlers['outbox.list']({});
    await engine.close();
    expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'sent'));
    const arrived = () =>
      house.dovecot.mails('ben').map((mail) => /^Message-ID: (<[^>]+>)/im.exec(mail.toString())?.[1]);
    await expect
      .poll(() => rows.filter((row) => !arrived().includes(row.messageId)).length, { timeout: 30_000 })
      .toBe(0);
    expect(new Set(arrived())).toEqual(new Set(rows.map((row) => row.messageId)));
    process.stdout.write(
      `kill -9: ${killed} kills of send, ${rows.length} mails were stored, ${arrived().length} arrived, ${arrived().length - rows.length} of them twice\n`,
    );
  }, 180_000);
});
