/** The thread in which mails are parsed: one job, one answer. Built as dist/engine/parse-worker.cjs; see pool.ts. */
import { parentPort } from 'node:worker_threads';
import { type Job, runJob } from './jobs.ts';

parentPort?.on('message', (job: Job) => {
  parentPort?.postMessage(runJob(job));
});
