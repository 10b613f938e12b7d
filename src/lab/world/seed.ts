/** Fills the spools with the demo mail of assets/mail, dated relative to the lab's now. Its README.md says what is in it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { World } from '../../contract/lab/world.ts';
import { domainOf, hostOf, userOf } from '../around.ts';
import type { Mailbox, Spool } from '../spool/store.ts';
import { assetsFolder } from './assets.ts';

const DAY = 86_400_000;

const Manifest = z.object({
  mails: z.array(
    z.object({
      file: z.string(),
      /** Days before now. */
      days: z.number(),
      /** `user` '': the public `#news`. */
      places: z.array(z.object({ user: z.string(), mailbox: z.string(), flags: z.array(z.string()) })),
    }),
  ),
});

interface Given {
  readonly world: World;
  /** Ms since 1970: what "days ago" is counted from. */
  readonly now: number;
  /** By name of the host; null: it holds no mailboxes. */
  readonly spoolOf: (host: string) => Spool | null;
}

/**
 * Appends each mail to its mailboxes, oldest first; places that the world does not have are left out. Gives how many copies were stored.
 */
export async function defaultSeed(o: Given): Promise<number> {
  const folder = assetsFolder('mail');
  const { mails } = Manifest.parse(JSON.parse(await readFile(path.join(folder, 'seed.json'), 'utf8')));
  let stored = 0;
  for (const { file, days, places } of [...mails].sort((a, b) => b.days - a.days)) {
    const written = o.now - days * DAY;
    const mail = dated(await readFile(path.join(folder, file), 'latin1'), written, o.now);
    for (const { user, mailbox, flags } of places) {
      const box = await boxOf(o, user, mailbox);
      if (box === null) continue;
      const content = mailbox === 'Sent' || mailbox === 'Drafts' ? mail : travelled(mail, user, o.world, written);
      await box.append(Buffer.from(content, 'latin1'), { flags, internalDate: written + 4000 });
      stored += 1;
    }
  }
  return stored;
}

async function boxOf({ world, spoolOf }: Given, user: string, name: string): Promise<Mailbox | null> {
  const list = world.lists.find((each) => each.news && `#news/${each.address.split('@')[0]}` === name);
  const address = user === '' ? list?.address : userOf(world, user)?.address;
  if (address === undefined) return null;
  const host = world.domains.find((domain) => domain.name === domainOf(address))?.mailboxes ?? null;
  const spool = host === null ? null : spoolOf(host);
  // Public mailboxes have the empty owner, and their names are without the prefix of their namespace.
  const inside = name.replace(/^#news\//, '');
  return spool === null ? null : ((await spool.open(user, inside)) ?? (await spool.create(user, inside)));
}

/** Octets as Latin-1, like all that follows: the text is not decoded. */
function dated(mail: string, written: number, now: number): string {
  return mail
    .replace(/^Date: .*$/m, `Date: ${mailDate(written)}`)
    .replace(/\{\{date (-?[\d.]+)\}\}/g, (_, days: string) => mailDate(now + Number(days) * DAY))
    .replace(/\{\{ymd (-?[\d.]+)\}\}/g, (_, days: string) =>
      new Date(now + Number(days) * DAY).toISOString().slice(0, 10).replaceAll('-', ''),
    );
}

/** With the fields that the hosts of its way add: RFC 5321 §4.4. */
function travelled(mail: string, user: string, world: World, written: number): string {
  const from = /^From: .*?([^\s<>]+@[^\s<>]+)>?\r$/m.exec(mail)?.[1] ?? '';
  const id = /^Message-ID: <([^@]+)/m.exec(mail)?.[1] ?? 'demo';
  const domain = (address: string) => world.domains.find(({ name }) => name === domainOf(address));
  const first = domain(from)?.submission ?? null;
  const last = user === '' ? null : (domain(user)?.mailboxes ?? null);
  const address = (host: string): string => hostOf(world, host)?.address ?? '127.0.0.1';
  const hops: string[] = [];
  const by = (from: string, at: string, how: string, number: number): number =>
    hops.unshift(
      `Received: from ${from}\r\n\tby ${at} with ${how} id demo-${id}-${number}\r\n\tfor <${user}>; ${mailDate(written + number * 1000)}\r\n`,
    );
  if (first !== null && user !== '') by('[127.0.0.1] (localhost [127.0.0.1])', first, 'ESMTPSA', 1);
  if (first !== null && last !== null && last !== first)
    by(`${first} (${first} [${address(first)}])`, last, 'ESMTPS', 2);
  const reversePath = from.startsWith('mailer-daemon@') ? '' : from;
  const delivered = user === '' ? '' : `Delivered-To: ${user}\r\n`;
  return `Return-Path: <${reversePath}>\r\n${delivered}${hops.join('')}${mail}`;
}

/** RFC 5322 §3.3, in Japan's time, where all of them live. */
function mailDate(ms: number): string {
  const [day, date, month, year, time] = new Date(ms + 9 * 3_600_000).toUTCString().split(' ');
  return `${day} ${date} ${month} ${year} ${time} +0900`;
}
