/**
 * Mail of 5 kB by ten sessions: the lab, which says 250 when it is on disk and delivers into a Maildir; a real Postfix that does the same; and smtp-server
 * with nothing behind it, which shows what the talk alone costs. The same client for all, in a process of its own.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startLabProcess } from '../test/lab/support/process.ts';
import { startDovecot } from '../test/servers/dovecot.ts';
import { startPostfix } from '../test/servers/postfix.ts';
import { run } from './process.ts';
import type { Report, Row } from './report.ts';
import { discarding, handOver, sessions, withServer } from './smtp-load.ts';

interface Taken {
  /** Until the last 250. */
  readonly acceptedMs: number;
  /** Until the last mail was in its mailbox; null where there is none. */
  readonly deliveredMs: number | null;
}

export async function labDelivery(count: number, runs: number): Promise<Report> {
  const mails = Math.min(count, 5000);
  const talk: Taken[] = [];
  const lab: Taken[] = [];
  const labChecking: Taken[] = [];
  const postfix: Taken[] = [];
  for (let i = 0; i < runs; i++) {
    talk.push(await intoNothing(mails));
    lab.push(await intoLab(mails, unchecked));
    labChecking.push(await intoLab(mails, checked));
    postfix.push(await intoPostfix(mails));
  }
  const row = (what: string, taken: readonly Taken[]): Row => {
    const ms = taken.map((each) => each.deliveredMs ?? each.acceptedMs);
    const perSecond = (values: readonly number[]): number =>
      Math.round((mails * 1000) / (values.reduce((sum, each) => sum + each, 0) / values.length));
    return {
      what,
      ms,
      more: { 'accepted/s': perSecond(taken.map((each) => each.acceptedMs)), 'done/s': perSecond(ms) },
    };
  };
  return {
    name: 'lab-delivery',
    title: `${mails} mails of 5 kB by ${sessions} sessions, accepted durably and delivered into a Maildir`,
    rows: [
      row('smtp-server, which discards', talk),
      row('the lab', lab),
      row('the lab, SPF and DMARC checked', labChecking),
      row('Postfix', postfix),
    ],
  };
}

async function intoNothing(mails: number): Promise<Taken> {
  const acceptedMs = await withServer([discarding], (port) =>
    handOver({ host: '127.0.0.1', port, to: ['ben@hana.test'], mails }),
  );
  return { acceptedMs, deliveredMs: null };
}

/** Postfix checks no sender either; what SPF and DMARC cost is shown beside. */
const unchecked = { host: 'niwa.test', user: 'daichi@niwa.test' };
const checked = { host: 'mx.minato.test', user: 'chiyo@yuki.test' };

async function intoLab(mails: number, where: typeof unchecked): Promise<Taken> {
  const data = mkdtempSync(path.join(tmpdir(), 'tegami-bench-lab-'));
  const lab = await startLabProcess(['--data', data]);
  try {
    const host = lab.status.hosts.find(({ name }) => name === where.host);
    const inbox = mailFolder(data, where);
    const before = filesIn(inbox);
    const began = performance.now();
    const acceptedMs = await handOver({
      host: host?.address ?? '',
      port: host?.smtp ?? 0,
      to: [where.user],
      mails,
    });
    await untilThere(inbox, before + mails);
    return { acceptedMs, deliveredMs: performance.now() - began };
  } finally {
    lab.child.kill('SIGINT');
    await lab.ended;
    rmSync(data, { recursive: true, force: true });
  }
}

async function intoPostfix(mails: number): Promise<Taken> {
  const base = mkdtempSync(path.join(tmpdir(), 'tegami-bench-postfix-'));
  const dovecot = await startDovecot({ users: { ben: 'x' } });
  const inbox = path.join(base, 'box');
  mkdirSync(path.join(inbox, 'new'), { recursive: true });
  await run('chown', ['-R', '5000:5000', base]);
  const postfix = await startPostfix({
    dovecot,
    domains: ['hana.test'],
    extra: `virtual_transport = virtual\nvirtual_mailbox_base = ${base}\nvirtual_mailbox_maps = static:box/\nvirtual_uid_maps = static:5000\nvirtual_gid_maps = static:5000\n`,
  });
  try {
    const began = performance.now();
    const acceptedMs = await handOver({ host: '127.0.0.1', port: postfix.smtp, to: ['ben@hana.test'], mails });
    await untilThere([path.join(inbox, 'new')], mails);
    return { acceptedMs, deliveredMs: performance.now() - began };
  } finally {
    await postfix.close();
    await dovecot.close();
    rmSync(base, { recursive: true, force: true });
  }
}

/** new and cur of the inbox, wherever the spool puts it. */
function mailFolder(data: string, { host, user }: typeof unchecked): string[] {
  const spool = path.join(data, 'hosts', host, 'spool');
  return readdirSync(spool, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.startsWith(`${user}/`) && /\/(new|cur)$/.test(name) && !/\/\.[^/]+\//.test(name))
    .map((name) => path.join(spool, name));
}

const filesIn = (folders: readonly string[]): number =>
  folders.reduce((sum, folder) => sum + (existsSync(folder) ? readdirSync(folder).length : 0), 0);

async function untilThere(folders: readonly string[], count: number): Promise<void> {
  const patience = Date.now() + 300_000;
  while (filesIn(folders) < count) {
    if (Date.now() > patience) throw new Error(`${filesIn(folders)} of ${count} arrived`);
    await pause(10);
  }
}
