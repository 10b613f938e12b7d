/** Sending from the terminal through real submission: what arrives, what waits, what is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseMessage } from '../../src/message/index.ts';
import { describeReal } from '../servers/available.ts';
import { imapFlags, imapRaw } from '../servers/observer.ts';
import { accountArgs } from '../support/account-args.ts';
import { type CliOptions, type Ran, tegami } from '../support/cli.ts';
import { type House, password, settingsFor, startHouse, temporaryProfile } from '../support/house.ts';

// A command is a process of its own; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000 });

interface Outgoing {
  id: number;
  state: string;
  said?: string;
  messageId: string;
  recipients: { address: string; state: string; said?: string }[];
}

describeReal('send and outbox', () => {
  let house: House;
  const place = temporaryProfile();
  const imap = join(place.folder, 'imap');
  const pop3 = join(place.folder, 'pop3');

  beforeAll(async () => {
    house = await startHouse({ users: { aiko: password, ben: password, chie: password } });
    for (const [profile, user, protocol] of [
      [imap, 'aiko', 'imap'],
      [pop3, 'ben', 'pop3'],
    ] as const) {
      const settings = settingsFor(house.dovecot, user, protocol, { postfix: house.postfix });
      const ran = await tegami(accountArgs(profile, settings, place.folder));
      expect(ran.code, ran.out + ran.err).toBe(0);
      expect((await tegami(['--profile', profile, '--json', 'sync'])).code).toBe(0);
    }
  });
  afterAll(async () => {
    await house?.close();
    place.remove();
  });

  const run = (profile: string, words: readonly string[], options?: CliOptions): Promise<Ran> =>
    tegami(['--profile', profile, '--json', ...words], options);
  async function ok<T>(profile: string, words: readonly string[], options?: CliOptions): Promise<T> {
    const ran = await run(profile, words, options);
    expect(ran.code, ran.out + ran.err).toBe(0);
    return ran.json() as T;
  }
  const mail = (profile: string, to: string, subject: string, ...more: string[]): string[] => [
    ...['send', '--from', profile === imap ? 'aiko@hana.test' : 'ben@hana.test', '--to', to],
    ...['--subject', subject, ...more],
  ];
  const arrived = async (user: string, subject: string) => {
    const found = () =>
      house.dovecot
        .mails(user)
        .map(parseMessage)
        .filter((each) => each.subject === subject);
    await expect.poll(() => found().length, { timeout: 15_000 }).toBe(1);
    const [message] = found();
    if (message === undefined) throw new Error('it was there a moment ago');
    return message;
  };

  for (const protocol of ['imap', 'pop3'] as const)
    test(`send --wait arrives whole, for To, Cc and Bcc, and lies in Sent (${protocol})`, async () => {
      const profile = protocol === 'imap' ? imap : pop3;
      const subject = `見積書 ${protocol}`;
      writeFileSync(join(place.folder, '見積書 二月.pdf'), 'first');
      writeFileSync(join(place.folder, 'ノート.txt'), 'second');
      const words = mail(profile, 'Ben <ben@hana.test>', subject, '--cc', '"愛子, 田中" <aiko@hana.test>');
      const files = ['見積書 二月.pdf', 'ノート.txt'].flatMap((name) => ['--attach', join(place.folder, name)]);
      const sent = await ok<Outgoing>(
        profile,
        [...words, '--bcc', 'chie@hana.test', ...files, '--text', '-', '--wait'],
        {
          stdin: 'こんにちは。\n.\nFrom here on\n',
        },
      );
      expect(sent.state).toBe('sent');
      expect(sent.said).toMatch(/^250 /);
      expect(sent.recipients.map(({ address, state }) => [address, state])).toEqual([
        ['ben@hana.test', 'accepted'],
        ['aiko@hana.test', 'accepted'],
        ['chie@hana.test', 'accepted'],
      ]);
      for (const user of ['ben', 'aiko', 'chie']) {
        const got = await arrived(user, subject);
        expect(got.messageId).toBe(sent.messageId);
        expect(got.textParts[0]?.text.trim()).toBe('こんにちは。\n.\nFrom here on');
        expect(got.cc).toEqual([{ name: '愛子, 田中', address: 'aiko@hana.test' }]);
        expect(got.attachments.map((each) => each.name)).toEqual(['見積書 二月.pdf', 'ノート.txt']);
        expect(got.headers.some((each) => each.name.toLowerCase() === 'bcc')).toBe(false);
      }
      const listed = await ok<{ messageId: string; id: number }[]>(profile, ['list', '--folder', 'sent']);
      const copy = listed.find((each) => each.messageId === sent.messageId);
      expect(copy).toBeDefined();
      if (protocol === 'imap') {
        const there = (await imapFlags(house.dovecot, 'aiko', 'Sent')).find(
          (each) => each.messageId === sent.messageId,
        );
        expect(there?.flags).toContain('\\Seen');
        const raw = await tegami(['--profile', profile, 'show', String(copy?.id), '--raw']);
        expect(raw.out).toBe((await imapRaw(house.dovecot, 'aiko', 'Sent', there?.uid ?? 0)).toString('utf8'));
      }
    });

  test('send without --wait queues; the next sync sends', async () => {
    writeFileSync(join(place.folder, 'text'), 'later\n');
    const words = mail(pop3, 'chie@hana.test', 'queued', '--text', join(place.folder, 'text'));
    const queued = await ok<Outgoing>(pop3, words, { env: { TEGAMI_PASSWORD: undefined } });
    expect(queued).toMatchObject({ state: 'queued', recipients: [{ state: 'waiting' }] });
    expect(await ok<Outgoing[]>(pop3, ['outbox'])).toContainEqual(
      expect.objectContaining({ id: queued.id, state: 'queued' }),
    );
    await ok(pop3, ['sync']);
    await arrived('chie', 'queued');
    const now = (await ok<Outgoing[]>(pop3, ['outbox'])).find((each) => each.id === queued.id);
    expect(now === undefined || now.state === 'sent').toBe(true);
  });

  test('a refused recipient is an error with the words of the server', async () => {
    const words = mail(imap, 'refuse@hana.test', 'no', '--text', '-', '--wait');
    const ran = await run(imap, words, { stdin: 'x' });
    expect(ran.code).toBe(1);
    const { error } = ran.json() as { error: { said: string; message: string } };
    expect(error).toMatchObject({ kind: 'refused', advice: 'check-address' });
    expect(error.said).toContain('550 5.1.1');
    expect(error.message).toContain('No such user here');
    const row = (await ok<Outgoing[]>(imap, ['outbox'])).find(
      (each) => each.recipients[0]?.address === 'refuse@hana.test',
    );
    expect(row).toMatchObject({ state: 'refused', recipients: [{ state: 'refused' }] });
    const again = await run(imap, ['outbox', 'retry', String(row?.id)]);
    expect([again.code, again.json()]).toMatchObject([1, { error: { kind: 'refused' } }]);
    expect(await ok(imap, ['outbox', 'cancel', String(row?.id)])).toHaveProperty('draft');
    const left = await ok<Outgoing[]>(imap, ['outbox']);
    expect(left.map((each) => each.id)).not.toContain(row?.id);
  });

  test('one refused of two: the other has it, and the exit code is 1', async () => {
    const ran = await run(
      imap,
      [...mail(imap, 'refuse@hana.test', 'half', '--to', 'chie@hana.test', '--text', '-'), '--wait'],
      { stdin: 'x' },
    );
    expect(ran.code).toBe(1);
    expect((ran.json() as { error: { said: string } }).error.said).toContain('550');
    await arrived('chie', 'half');
  });

  test('a server that says later: the mail waits and is told so', async () => {
    const ran = await run(imap, mail(imap, 'later@hana.test', 'soon', '--text', '-', '--wait'), { stdin: 'x' });
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ error: { kind: 'refused', advice: 'retry-later' } });
    const row = (await ok<Outgoing[]>(imap, ['outbox'])).find(
      (each) => each.recipients[0]?.address === 'later@hana.test',
    );
    expect(row).toMatchObject({ state: 'queued' });
    await ok(imap, ['outbox', 'cancel', String(row?.id)]);
  });

  test('what cannot be sent is refused before anything is stored', async () => {
    const before = (await ok<Outgoing[]>(imap, ['outbox'])).length;
    const text = ['--text', '-'];
    for (const [words, code] of [
      [['send', '--from', 'aiko@hana.test', '--subject', 's', ...text], 2],
      [['send', '--to', 'chie@hana.test', '--subject', 's', ...text], 2],
      [['send', '--from', 'aiko@hana.test', '--to', 'chie@hana.test', '--subject', 's'], 2],
      [mail(imap, 'chie@hana.test', 's', '--text', join(place.folder, 'none')), 2],
      [mail(imap, 'chie@hana.test', 's', ...text, '--attach', join(place.folder, 'none')), 2],
      [mail(imap, 'chie@hana.test', 's', ...text, '--attach', place.folder), 2],
      [mail(imap, 'not an address', 's', ...text), 1],
      [mail(imap, 'chie@hana.test', 's', ...text, '--cc', 'nobody@'), 1],
      [['send', '--from', 'zoe@hana.test', '--to', 'chie@hana.test', '--subject', 's', ...text], 1],
    ] as const) {
      const ran = await run(imap, words, { stdin: 'x' });
      expect(ran.code, words.join(' ') + ran.out + ran.err).toBe(code);
      const { error } = ran.json() as { error: { kind: string; reason: string } };
      expect(error.kind).toBe('bad-input');
      expect(error.reason, ran.out).not.toBe('unexpected');
    }
    expect(await ok(imap, ['outbox'])).toHaveLength(before);
    for (const words of [
      ['outbox', 'retry', '999'],
      ['outbox', 'cancel', '999'],
    ])
      expect((await run(imap, words)).json()).toMatchObject({ error: { reason: 'not-found' } });
    for (const words of [
      ['outbox', 'retry'],
      ['outbox', 'cancel', 'x'],
      ['outbox', 'burn', '1'],
    ])
      expect((await run(imap, words)).code).toBe(2);
  });
});
