/** Experiments that people wrote or recorded, each a JSON file in the comparison's folder. */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../base/durable.ts';
import { asMailError } from '../base/errors.ts';
import type { Experiment } from '../contract/compare/experiment.ts';
import { checkExperiment } from './experiments/index.ts';

export interface SavedExperiments {
  /** By name. A file that holds none is left alone and not shown. */
  list(): Promise<Experiment[]>;
  /** On disk when it resolves. @throws MailError disk-full, disk-failed */
  save(experiment: Experiment): Promise<void>;
  forget(name: string): Promise<void>;
}

export function savedExperiments(folder: string): SavedExperiments {
  const fileOf = (name: string) => path.join(folder, `${name}.json`);
  return {
    async list() {
      const files = await readdir(folder).catch(() => []);
      const read = await Promise.all(
        files
          .filter((file) => file.endsWith('.json'))
          .sort()
          .map((file) => experimentIn(path.join(folder, file))),
      );
      return read.flatMap((experiment) => experiment ?? []);
    },
    async save(experiment) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(fileOf(experiment.name), `${JSON.stringify(experiment, null, 2)}\n`);
      } catch (thrown) {
        throw asMailError(thrown, 'compare.save');
      }
    },
    async forget(name) {
      await rm(fileOf(name), { force: true });
    },
  };
}

/** Octets that a file may have to be looked into: 200 steps that name a thousand mails each are 9 MB. */
const most = 16_000_000;

async function experimentIn(file: string): Promise<Experiment | null> {
  try {
    const about = await stat(file);
    if (!about.isFile() || about.size > most) return null;
    const { experiment } = checkExperiment(JSON.parse(await readFile(file, 'utf8')));
    // One that was copied under another name could not be forgotten by its own.
    return experiment?.name === path.basename(file, '.json') ? experiment : null;
  } catch {
    return null;
  }
}
