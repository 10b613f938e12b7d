/** `tegami lab --json` as people run it: another process that prints where it is and goes on. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Status } from '../../../src/lab/surface.ts';
import { builtCli } from '../../support/cli.ts';

type Document = Pick<Status, 'hosts' | 'users' | 'dns'> & { readonly ca: string };

export interface LabProcess {
  readonly child: ChildProcess;
  readonly status: Document;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
}

export async function startLabProcess(args: readonly string[]): Promise<LabProcess> {
  const child = spawn(process.execPath, [builtCli, 'lab', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((tell) => child.once('close', (code) => tell(code)));
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const status = await new Promise<Document>((tell, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      try {
        tell(JSON.parse(out) as Document);
      } catch {
        // not whole yet
      }
    });
    void ended.then((code) => fail(new Error(`the lab ended with ${code} before it answered: ${err}`)));
  });
  return { child, status, ended };
}
