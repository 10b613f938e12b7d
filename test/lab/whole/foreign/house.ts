/** The whole lab as people run it: `tegami lab --json` in a process of its own. What it did is read from its trace file, as a person would. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { TraceEvent, TraceKind } from '../../../../src/contract/lab/trace.ts';
import { type LabProcess, startLabProcess } from '../../support/process.ts';

export const PASSWORD = 'tegami';
type Service = 'smtp' | 'submission' | 'submissions' | 'pop3' | 'pop3s' | 'imap' | 'imaps';
type Of<K extends TraceKind> = Extract<TraceEvent, { kind: K }>;

export interface WholeLab {
  readonly folder: string;
  /** Where it keeps mail, certificates and the trace. */
  readonly data: string;
  readonly ca: string;
  readonly dns: { readonly address: string; readonly port: number };
  readonly status: LabProcess['status'];
  /** Of a user's host, or of a host by its name. */
  place(userOrHost: string, service: Service): { readonly address: string; readonly port: number };
  events<K extends TraceKind>(kind: K): Of<K>[];
  /** UID of the mail in the user's INBOX, as soon as it is there. */
  arrived(messageId: string, user: string): Promise<number>;
  /** By SIGINT. Fails where it did not end as it should, where its trace is not whole, or where a reply that says "wrong" was not provoked. */
  endsWell(provoked?: readonly RegExp[]): Promise<void>;
}

export async function startWholeLab(args: readonly string[] = []): Promise<WholeLab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-whole-'));
  const data = path.join(folder, 'data');
  const { status, child, ended } = await startLabProcess(['--data', data, ...args]);
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const trace = path.join(data, 'trace', 'trace.jsonl');
  const events: WholeLab['events'] = (kind) => readEvents(trace).filter((event) => event.kind === kind) as never;
  return {
    folder,
    data,
    ca: status.ca,
    dns: status.dns,
    status,
    place(userOrHost, service) {
      const name = status.users.find(({ address }) => address === userOrHost)?.host ?? userOrHost;
      const host = status.hosts.find((each) => each.name === name);
      const port = host?.[service];
      if (host === undefined || port === null || port === undefined) throw new Error(`${userOrHost} has no ${service}`);
      return { address: host.address, port };
    },
    events,
    arrived: (messageId, user) =>
      vi.waitUntil(
        () => events('stored').find((event) => event.messageId === messageId && event.user === user)?.uid ?? null,
        { timeout: 60_000, interval: 100 },
      ) as Promise<number>,
    async endsWell(provoked = []) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      try {
        expect({ code: await ended, err }).toEqual({ code: 0, err: '' });
        expect(existsSync(path.join(data, 'lab.lock'))).toBe(false);
        const wrong = protocolErrors(trace).filter((said) => !provoked.some((pattern) => pattern.test(said)));
        expect(wrong).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Each whole line; while the lab runs the last one may be half written. */
function readEvents(trace: string): TraceEvent[] {
  if (!existsSync(trace)) return [];
  const lines = readFileSync(trace, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as TraceEvent);
}

/** `command => reply` wherever a server said that it was not understood, or that this was no time for it. */
function protocolErrors(trace: string): string[] {
  expect(readFileSync(trace, 'utf8').endsWith('\n')).toBe(true);
  const asked = new Map<string | undefined, string>();
  return readEvents(trace).flatMap((event) => {
    if (event.kind === 'command') asked.set(event.connection, event.text);
    if (event.kind !== 'reply' || !/^50\d|^-ERR|^\S+ BAD/.test(event.text)) return [];
    return [`${asked.get(event.connection)} => ${event.text}`];
  });
}

/** With a Message-ID by which it is found again. */
export function letter(o: { from: string; to: string; subject: string; text?: string }): { id: string; text: string } {
  const id = `<${o.subject.replace(/\W+/g, '-')}.${process.pid}.${count++}@programs.test>`;
  const head = [`From: ${o.from}`, `To: ${o.to}`, `Subject: ${o.subject}`, `Message-ID: ${id}`];
  const more = [
    'Date: Sat, 21 Nov 2026 12:00:00 +0900',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return { id, text: [...head, ...more, '', o.text ?? `Text of ${o.subject}.`, ''].join('\r\n') };
}
let count = 0;
