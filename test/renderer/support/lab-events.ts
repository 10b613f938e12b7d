/** A mail to two people, as the lab tells it: one in another domain, one at a host that answers late and then not at all. */
import type { TraceEvent, TraceReport } from '../../../src/contract/lab/trace.ts';

export const began = Date.UTC(2026, 10, 21, 9, 12);

export function events(): TraceEvent[] {
  const mail = 'm1';
  const a = 'mx1.hana.test';
  const b = 'mx.minato.test';
  const reports: (TraceReport & { ms: number })[] = [
    {
      ms: 0,
      kind: 'connected',
      host: a,
      connection: 'c1',
      protocol: 'submission',
      client: '127.0.0.1',
      port: 2465,
      tls: true,
    },
    { ms: 2, kind: 'tls', host: a, connection: 'c1', version: 'TLSv1.3', verified: false },
    {
      ms: 20,
      kind: 'queued',
      host: a,
      connection: 'c1',
      mail,
      queueId: 'q1',
      messageId: '<1@hana.test>',
      subject: 'The tea on Thursday',
      reversePath: 'aiko@hana.test',
      recipients: ['chiyo@yuki.test', 'nobody@kumo.test'],
      size: 900,
      parent: null,
      why: 'submitted',
    },
    { ms: 22, kind: 'attempt', host: a, mail, queueId: 'q1', next: b, recipients: ['chiyo@yuki.test'], number: 1 },
    { ms: 24, kind: 'connected', host: b, connection: 'c2', protocol: 'smtp', client: a, port: 2525, tls: false },
    {
      ms: 26,
      kind: 'attempt',
      host: a,
      mail,
      queueId: 'q1',
      next: 'mx.kumo.test',
      recipients: ['nobody@kumo.test'],
      number: 1,
    },
    {
      ms: 58,
      kind: 'queued',
      host: b,
      connection: 'c2',
      mail,
      queueId: 'q2',
      messageId: '<1@hana.test>',
      subject: 'The tea on Thursday',
      reversePath: 'aiko@hana.test',
      recipients: ['chiyo@yuki.test'],
      size: 1100,
      parent: null,
      why: 'relayed',
    },
    {
      ms: 59,
      kind: 'delivered',
      host: a,
      mail,
      queueId: 'q1',
      recipient: 'chiyo@yuki.test',
      next: b,
      said: '250 2.0.0 queued',
    },
    {
      ms: 70,
      kind: 'stored',
      host: b,
      mail,
      user: 'chiyo@yuki.test',
      mailbox: 'INBOX',
      uid: 1,
      size: 1300,
      messageId: '<1@hana.test>',
    },
    { ms: 71, kind: 'unqueued', host: b, mail, queueId: 'q2' },
    ...[0, 300_000].map((late, n) => ({
      ms: 80 + late,
      kind: 'deferred' as const,
      host: a,
      mail,
      queueId: 'q1',
      recipient: 'nobody@kumo.test',
      next: 'mx.kumo.test',
      said: 'nobody answers',
      again: 300 * (n + 1),
    })),
  ];
  return reports.map(({ ms, ...report }, n) => ({ ...report, seq: n + 1, at: began + ms }) as TraceEvent);
}

/** So many mails one after the other, each as `events()` has it, with subjects of their own. */
export function crowd(count: number, after = 0): TraceEvent[] {
  const one = events();
  const renamed = (text: string, n: number) => text.replace(/^([mqc])(\d)$/, `$1$2-${n}`);
  return Array.from({ length: count }, (_, n) =>
    one.map((event, at) => {
      const seq = after + n * one.length + at + 1;
      const changed = Object.entries(event).map(([key, value]) => [
        key,
        typeof value === 'string' ? renamed(value, after + n) : value,
      ]);
      return { ...Object.fromEntries(changed), seq, at: event.at + n * 10 } as TraceEvent;
    }),
  ).flat();
}
