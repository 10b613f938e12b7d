/**
 * Parses mails in worker threads, so that no mail stalls the engine. A worker that hangs or dies on a mail is replaced, and the mail
 * is given as broken, with what its header says where that can be read.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ErrorValue, MailError } from '../base/errors.ts';
import { type Clock, systemClock } from '../base/ports.ts';
import { type Job, type Outcome, plain, runJob } from './jobs.ts';
import { parseMessage } from './parse.ts';
import type { MailOutline, ParsedMessage } from './parsed.ts';

export interface PoolOptions {
  /** The built worker, dist/engine/parse-worker.cjs. Without it mails are parsed in process (terminal, tests). */
  workerFile?: string | undefined;
  /** Threads; each begins when it is first needed. Default: one less than the processors, 1 to 4. */
  size?: number;
  /** Ms for one mail, from its turn on. 100 MiB take about two seconds; what takes longer than this is not going to end. */
  timeMs?: number;
  clock?: Clock;
}

export interface ParserPool {
  /** Rejects only for what the disk does (not-found, disk-failed) or after close (cancelled), never for what the mail contains. */
  parse(file: string): Promise<ParsedMessage>;
  /** The same, as far as it is filed: a third of the work for a mail that nobody reads now. */
  outline(file: string): Promise<MailOutline>;
  /**
   * Writes one part, transfer-decoded, text as UTF-8, to `outFile` (overwritten). Gives octets and type.
   * @throws MailError not-found: no such part or file; unexpected: the parser hung or died.
   */
  extractPart(file: string, part: string, outFile: string): Promise<{ size: number; type: string }>;
  /** Ends the threads. What waits is rejected as cancelled. */
  close(): Promise<void>;
}

/** How a job ended when the worker gave no answer. */
type Lost = 'hung' | 'died' | 'closed';

interface Waiting {
  job: Job;
  settle: (outcome: Outcome | Lost) => void;
}

export function parserPool(o: PoolOptions = {}): ParserPool {
  const run = o.workerFile === undefined ? inProcess() : inWorkers(o.workerFile, o);

  const parse = async (file: string, what: 'parse' | 'outline' = 'parse'): Promise<ParsedMessage> => {
    const outcome = await run.do({ do: what, file });
    if (outcome === 'closed') throw cancelled();
    if (outcome !== 'hung' && outcome !== 'died') return messageOf(outcome);
    const second = await run.do({ do: 'parse-header', file });
    if (second === 'closed') throw cancelled();
    const unread = second === 'hung' || second === 'died';
    const message = unread ? plain(parseMessage(new Uint8Array(0))) : messageOf(second);
    return { ...message, problems: [{ code: 'broken-structure', detail: `parser ${outcome}` }] };
  };

  const extractPart = async (file: string, part: string, out: string): Promise<{ size: number; type: string }> => {
    const outcome = await run.do({ do: 'extract', file, part, out });
    if (outcome === 'closed') throw cancelled();
    if (outcome === 'hung' || outcome === 'died') throw lost(outcome);
    if (outcome.did === 'fail') throw new MailError(outcome.error);
    if (outcome.did !== 'extract') throw lost('died');
    return { size: outcome.size, type: outcome.type };
  };

  return {
    parse: (file) => parse(file),
    outline: (file) => parse(file, 'outline'),
    extractPart,
    close: () => run.close(),
  };
}

interface Runner {
  do(job: Job): Promise<Outcome | Lost>;
  close(): Promise<void>;
}

function inProcess(): Runner {
  let closed = false;
  return {
    async do(job) {
      await new Promise((resolve) => setImmediate(resolve)); // others have their turn between two mails
      return closed ? 'closed' : runJob(job);
    },
    async close() {
      closed = true;
    },
  };
}

function inWorkers(file: string, o: PoolOptions): Runner {
  const size = Math.max(1, o.size ?? Math.min(4, availableParallelism() - 1));
  const timeMs = o.timeMs ?? 20_000;
  const clock = o.clock ?? systemClock;
  const waiting: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, (outcome: Outcome | Lost) => void>();
  let closed = false;

  const give = (): void => {
    while (waiting.length > 0 && (idle.length > 0 || busy.size < size)) {
      const next = waiting.shift() as Waiting;
      start(idle.pop() ?? newWorker(file), next);
    }
  };

  const start = (worker: Worker, { job, settle }: Waiting): void => {
    const finish = (outcome: Outcome | Lost): void => {
      stopTimer();
      worker.removeAllListeners();
      worker.on('error', () => {}); // one that is being ended may still fail
      busy.delete(worker);
      if (typeof outcome === 'string') void worker.terminate();
      else {
        worker.unref(); // an idle thread does not keep the program alive
        worker.once('exit', () => remove(idle, worker));
        idle.push(worker);
      }
      settle(outcome);
      give();
    };
    const stopTimer = clock.after(timeMs, () => finish('hung'));
    busy.set(worker, finish);
    worker.ref();
    worker.removeAllListeners();
    worker.once('message', (outcome: Outcome) => finish(outcome));
    worker.once('error', () => finish('died'));
    worker.once('exit', () => finish('died'));
    worker.postMessage(job);
  };

  return {
    do: (job) =>
      new Promise((settle) => {
        if (closed) return settle('closed');
        waiting.push({ job, settle });
        give();
      }),
    async close() {
      closed = true;
      for (const { settle } of waiting.splice(0)) settle('closed');
      const workers = [...idle.splice(0), ...busy.keys()];
      for (const finish of [...busy.values()]) finish('closed');
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function newWorker(file: string): Worker {
  // A mail of 100 MiB with its copies fits; what needs more is ended by the runtime and counts as died.
  return new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

function messageOf(outcome: Outcome): ParsedMessage {
  if (outcome.did === 'fail') throw new MailError(outcome.error satisfies ErrorValue);
  if (outcome.did !== 'parse') throw lost('died');
  return outcome.message;
}

function lost(how: Lost): MailError {
  return new MailError({
    kind: 'broken-grammar',
    at: 'message.extract',
    reason: 'unexpected',
    advice: 'report',
    said: `parser ${how}`,
  });
}

function cancelled(): MailError {
  return new MailError({ kind: 'bad-input', at: 'message.parse', reason: 'cancelled', advice: 'retry-later' });
}
