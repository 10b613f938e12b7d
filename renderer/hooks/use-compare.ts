import { useCallback, useEffect, useRef, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { Experiment } from '../../src/contract/compare/experiment.ts';
import type { ExperimentResult } from '../../src/contract/compare/result.ts';
import type { ExperimentProblem } from '../../src/contract/compare/table.ts';
import { bridge } from '../bridge.ts';
import { useCompareLink } from './services.tsx';
import { useLanguage } from './use-language.ts';

export type Run =
  | { readonly state: 'idle' }
  /** Others are run before it. */
  | { readonly state: 'waiting' }
  /** `of` is 0 until the first step is told of. */
  | { readonly state: 'running'; readonly done: number; readonly of: number }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly error: ErrorValue };

export interface Entry {
  readonly experiment: Experiment;
  readonly shipped: boolean;
  readonly run: Run;
  /** The last one, also while it is run again. */
  readonly result: ExperimentResult | null;
}

export type Compare =
  /** Its process is being asked. `gone`: it ended by itself and comes back. */
  | { readonly state: 'connecting'; readonly gone: boolean }
  | { readonly state: 'failed'; readonly error: ErrorValue; readonly again: () => void }
  /** `gone`: its process ended by itself since the last run; what it had measured was lost. */
  | { readonly state: 'ready'; readonly entries: readonly Entry[]; readonly gone: boolean };

export interface CompareControl {
  readonly compare: Compare;
  /** One after the other. */
  run(experiments: readonly Experiment[]): void;
  /** Ends what runs, and what waits does not begin. */
  stop(): void;
  /** What is wrong with it; where nothing is, it was kept and is in the list now. @throws MailError what the disk refused */
  keep(experiment: unknown): Promise<{ kept: Experiment | null; problems: readonly ExperimentProblem[] }>;
  /** @throws MailError */
  forget(name: string): Promise<void>;
}

type Known = Pick<Entry, 'experiment' | 'shipped'>;
type ByName<T> = ReadonlyMap<string, T>;

const idle: Run = { state: 'idle' };
const with_ = <T>(map: ByName<T>, name: string, value: T): ByName<T> => new Map(map).set(name, value);

let asked = false;

/** The experiments with their state and results, and what can be done to them. Their process is there from the first time that anybody uses this. */
export function useCompare(): CompareControl {
  const link = useCompareLink();
  const lang = useLanguage();
  const [known, setKnown] = useState<readonly Known[] | null>(null);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const [gone, setGone] = useState(false);
  const [runs, setRuns] = useState<ByName<Run>>(new Map());
  const [results, setResults] = useState<ByName<ExperimentResult>>(new Map());
  const queue = useRef<Experiment[]>([]);
  const working = useRef(false);
  const stopping = useRef(false);
  const spoken = useRef(lang);
  spoken.current = lang;

  const list = useCallback(
    () =>
      link.call('compare.experiments', {}).then(
        (some) => {
          setKnown(some);
          setFailure(null);
        },
        (thrown) => {
          const error = asMailError(thrown, 'compare.experiments').toValue();
          if (error.reason !== 'cancelled') setFailure(error);
        },
      ),
    [link],
  );
  const read = useCallback(
    () =>
      link.call('compare.results', { lang }).then(
        (some) => {
          if (spoken.current === lang) setResults(new Map(some.map((result) => [result.name, result])));
        },
        () => {}, // the list says what is wrong with the process
      ),
    [link, lang],
  );

  useEffect(() => {
    const stops = [
      link.onUp(() => void list()),
      link.onDown(() => {
        queue.current = [];
        setKnown(null);
        setRuns(new Map());
        setGone(true);
      }),
      link.on('compare.progress', ({ name, done, of }) => {
        if (name !== null)
          setRuns((old) =>
            old.get(name)?.state === 'running' ? with_(old, name, { state: 'running', done, of }) : old,
          );
      }),
    ];
    if (!asked) {
      asked = true;
      bridge().connectCompare();
    }
    return () => {
      for (const stop of stops) stop();
    };
  }, [link, list]);
  useEffect(() => link.onUp(() => void read()), [link, read]);

  const work = useCallback(async () => {
    if (working.current) return;
    working.current = true;
    for (let next = queue.current.shift(); next !== undefined; next = queue.current.shift()) {
      const { name } = next;
      const asked = spoken.current;
      stopping.current = false;
      setRuns((old) => with_(old, name, { state: 'running', done: 0, of: 0 }));
      try {
        const result = await link.call('compare.run', { experiment: next, lang: asked, seed: 1 });
        setResults((old) => with_(old, name, result));
        setRuns((old) => with_(old, name, idle));
        if (asked !== spoken.current) void reread(link, spoken, setResults);
      } catch (thrown) {
        const error = asMailError(thrown, 'compare.run').toValue();
        // What was not stopped here ended with its process, of which `gone` tells.
        const ended: Run = stopping.current ? { state: 'stopped' } : idle;
        setRuns((old) => with_(old, name, error.reason === 'cancelled' ? ended : { state: 'failed', error }));
      }
    }
    working.current = false;
  }, [link]);

  const run = useCallback(
    (experiments: readonly Experiment[]) => {
      setGone(false);
      const waiting = experiments.filter(({ name }) => !queue.current.some((one) => one.name === name));
      queue.current.push(...waiting);
      setRuns((old) => {
        const next = new Map(old);
        for (const { name } of waiting) if (next.get(name)?.state !== 'running') next.set(name, { state: 'waiting' });
        return next;
      });
      void work();
    },
    [work],
  );
  const stop = useCallback(() => {
    stopping.current = true;
    const dropped = queue.current.splice(0);
    setRuns((old) => {
      const next = new Map(old);
      for (const { name } of dropped) next.set(name, idle);
      return next;
    });
    link.call('compare.stop', {}).catch(() => {}); // it ended by itself
  }, [link]);
  const keep = useCallback(
    async (wanted: unknown) => {
      const { experiment, problems } = await link.call('compare.check', { experiment: wanted });
      if (experiment === null || problems.length > 0) return { kept: null, problems };
      await link.call('compare.save', { experiment });
      await list();
      return { kept: experiment, problems };
    },
    [link, list],
  );
  const forget = useCallback(
    async (name: string) => {
      await link.call('compare.forget', { name });
      await list();
    },
    [link, list],
  );

  const again = useCallback(() => void list(), [list]);
  const compare: Compare =
    failure !== null
      ? { state: 'failed', error: failure, again }
      : known === null
        ? { state: 'connecting', gone }
        : {
            state: 'ready',
            gone,
            entries: known.map(({ experiment, shipped }) => ({
              experiment,
              shipped,
              run: runs.get(experiment.name) ?? idle,
              result: results.get(experiment.name) ?? null,
            })),
          };
  return { compare, run, stop, keep, forget };
}

/** A run that began in one language ended in another. */
async function reread(
  link: ReturnType<typeof useCompareLink>,
  spoken: { readonly current: 'en' | 'ja' },
  tell: (results: ByName<ExperimentResult>) => void,
): Promise<void> {
  try {
    const some = await link.call('compare.results', { lang: spoken.current });
    tell(new Map(some.map((result) => [result.name, result])));
  } catch {
    // the process went away, and with it what it had measured
  }
}
