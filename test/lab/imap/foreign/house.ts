/** The lab's IMAP server (mx1.hana.test, users aiko@ and ben@) on free loopback ports, with a spool in a temp folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { TraceEvent } from '../../../../src/contract/lab/trace.ts';
import type { World } from '../../../../src/contract/lab/world.ts';
import type { Around } from '../../../../src/lab/around.ts';
import { LabClock } from '../../../../src/lab/clock/clock.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { serveImap } from '../../../../src/lab/imap/server.ts';
import { Places } from '../../../../src/lab/places/places.ts';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import type { Spool } from '../../../../src/lab/spool/store.ts';
import { Trace } from '../../../../src/lab/trace/trace.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';
import { authority } from '../../../servers/ca.ts';

export const HOST = 'mx1.hana.test';
export const AIKO = 'aiko@hana.test';
export const BEN = 'ben@hana.test';
export const PASSWORD = 'tegami';

export interface ImapHouse {
  readonly imap: number;
  readonly imaps: number;
  readonly caFile: string;
  readonly caPem: string;
  readonly spool: Spool;
  readonly folder: string;
  /** Tagged NO and BAD answers, and untagged BAD and BYE, that were given since the last call. */
  refusals(): string[];
  /** What was said on each connection, C: and S: by turns. */
  transcripts(): string;
  fill(owner: string, mailbox: string, mails: readonly string[], flags?: readonly string[]): Promise<number[]>;
  close(): Promise<void>;
}

/** `kept`: a folder of the caller's, which stays. */
export async function startImapHouse(change: (world: World) => void = () => {}, kept?: string): Promise<ImapHouse> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'tegami-lab-imap-'));
  const world = defaultWorld();
  change(world);
  const clock = new LabClock({ mode: 'real', rate: 1, start: null });
  const trace = new Trace(() => clock.now());
  const faults = new Faults({ now: () => clock.now(), faults: () => world.faults, told: () => {} });
  const ca = authority();
  const { cert, key } = ca.certificate('good');
  const secure = createSecureContext({ cert, key });
  const around: Around = {
    host: HOST,
    world: () => world,
    clock,
    trace,
    places: new Places(false),
    faults,
    secure: () => secure,
    random: () => 0.5,
  };
  const spool = await openSpool(join(folder, 'spool'), { clock, world: () => world, host: HOST });
  const bind = { address: '127.0.0.1', port: 0 };
  const cache = mkdtempSync(join(folder, 'cache-'));
  const imap = await serveImap(around, { bind, implicitTls: false, cache }, spool);
  const imaps = await serveImap(around, { bind, implicitTls: true, cache }, spool);
  const refused: string[] = [];
  trace.listen((event: TraceEvent) => {
    if (event.kind === 'reply' && event.outcome !== 'passed') refused.push(event.text);
  });
  return {
    imap: imap.port,
    imaps: imaps.port,
    caFile: ca.caFile,
    caPem: ca.caPem,
    spool,
    folder,
    refusals: () => refused.splice(0),
    transcripts: () =>
      trace
        .transcripts()
        .map(
          (id) =>
            trace
              .transcript(id)
              ?.pieces.map(({ who, octets }) => `${who}: ${octets}`)
              .join('') ?? '',
        )
        .join('\n----\n'),
    async fill(owner, name, mails, flags = []) {
      const mailbox = (await spool.open(owner, name)) ?? (await spool.create(owner, name));
      const uids: number[] = [];
      for (const mail of mails) uids.push((await mailbox.append(Buffer.from(mail), { flags })).uid);
      return uids;
    },
    async close() {
      await Promise.all([imap.close(), imaps.close()]);
      await spool.close();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function mail(subject: string, text = 'Text', ...more: string[]): string {
  const head = [
    'From: Anna <anna@yuki.test>',
    'To: aiko@hana.test',
    `Subject: ${subject}`,
    'Date: Sat, 21 Nov 2026 12:00:00 +0900',
    `Message-ID: <${Buffer.from(subject).toString('hex')}@yuki.test>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  return [...head, ...more, '', ...text.split('\n'), ''].join('\r\n');
}
