/** The lab's SMTP server with a policy that throws everything away, in a process of its own. `node … none|file`: with the trace in memory, or in files too. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { World } from '../src/contract/lab/world.ts';
import { LabClock } from '../src/lab/clock/clock.ts';
import { Faults } from '../src/lab/faults/faults.ts';
import { Places } from '../src/lab/places/places.ts';
import { serveSmtp } from '../src/lab/smtp/server.ts';
import { TraceFile } from '../src/lab/trace/file.ts';
import { Trace } from '../src/lab/trace/trace.ts';

const clock = new LabClock({ mode: 'real', rate: 1, start: null });
const file = process.argv[2] === 'file' ? new TraceFile(mkdtempSync(path.join(tmpdir(), 'tegami-bench-trace-'))) : null;
const world = { domains: [], hosts: [], faults: [] } as unknown as World;
const taken = Promise.resolve({ code: 250, text: '2.0.0 Thrown away' });
const listening = await serveSmtp(
  {
    host: 'mx.bench.test',
    world: () => world,
    clock,
    trace: new Trace(() => clock.now(), file),
    places: new Places(true),
    faults: new Faults({ now: () => clock.now(), faults: () => world.faults, told: () => {} }),
    secure: () => null,
    random: () => 0.5,
  },
  {
    bind: { address: '127.0.0.1', port: 0 },
    kind: 'mx',
    policy: {
      maxSize: () => 50_000_000,
      authenticate: async () => null,
      mail: async () => null,
      rcpt: async () => null,
      content: () => ({ write: () => {}, done: () => taken, abort: () => {} }),
    },
  },
);
process.stdout.write(`${listening.port}\n`);
process.once('SIGTERM', () => process.exit(0));
