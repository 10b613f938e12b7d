/** Runs the measurements that are asked for and prints them. See README.md. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { imapEnvelopes } from './imap.ts';
import { labDelivery } from './lab-delivery.ts';
import { labIdle } from './lab-idle.ts';
import { labImap } from './lab-imap.ts';
import { labSmtp } from './lab-smtp.ts';
import { pop3Whole } from './pop3.ts';
import { print, type Report } from './report.ts';
import { inWindow } from './window.ts';

const measurements: Readonly<Record<string, (count: number, runs: number) => Promise<Report | Report[]>>> = {
  'imap-envelopes': imapEnvelopes,
  'lab-imap': labImap,
  'pop3-whole': pop3Whole,
  'lab-delivery': labDelivery,
  'lab-smtp': labSmtp,
  'lab-idle': labIdle,
  window: inWindow,
};

export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { json: { type: 'boolean' }, count: { type: 'string' }, runs: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => measurements[name] === undefined);
  if (unknown.length > 0) {
    process.stderr.write(
      `no such measurement: ${unknown.join(' ')}; there are ${Object.keys(measurements).join(' ')}\n`,
    );
    return 2;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(measurements);
  const count = Number(values.count ?? 10_000);
  const runs = Number(values.runs ?? 3);
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
  };
  const awake = setInterval(() => {}, 1000); // servers and screens of the tests keep no process alive by themselves
  const reports: (Report & { load: number })[] = [];
  for (const name of names) {
    const load = loadavg()[0] ?? 0;
    const made = (await measurements[name]?.(count, runs)) ?? [];
    for (const report of Array.isArray(made) ? made : [made]) {
      reports.push({ ...report, load });
      if (values.json !== true) process.stdout.write(`${print(report)}\n  load before: ${load.toFixed(2)}\n\n`);
    }
  }
  clearInterval(awake);
  if (values.json === true) process.stdout.write(`${JSON.stringify({ machine, reports }, null, 2)}\n`);
  else process.stdout.write(`${machine.date}, Node ${machine.node}, ${machine.cores} cores (${machine.cpu})\n`);
  return 0;
}
