import { useCallback, useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { Experiment } from '../../src/contract/compare/experiment.ts';
import type { ExperimentResult } from '../../src/contract/compare/result.ts';
import type { StepInput } from '../../src/contract/compare/step.ts';
import { useCompareLink } from './services.tsx';
import { useLanguage } from './use-language.ts';

export type Recording =
  | {
      readonly state: 'off';
      readonly busy: boolean;
      readonly error: ErrorValue | null /** Its process ended in the middle. */;
      readonly lost: boolean;
    }
  | {
      readonly state: 'on';
      readonly busy: boolean;
      readonly error: ErrorValue | null;
      readonly result: ExperimentResult;
    };

export interface RecordingControl {
  readonly recording: Recording;
  begin(beginning: Omit<Experiment, 'steps'>): void;
  /** False: it was not done, and `error` says why. */
  perform(step: StepInput): Promise<boolean>;
  end(): void;
}

const off: Recording = { state: 'off', busy: false, error: null, lost: false };

/** An experiment that is made by doing it. */
export function useRecording(): RecordingControl {
  const link = useCompareLink();
  const lang = useLanguage();
  const [recording, setRecording] = useState<Recording>(off);
  const on = recording.state === 'on';

  useEffect(() => link.onDown(() => setRecording((old) => ({ ...off, lost: old.state === 'on' || old.busy }))), [link]);
  // What it is called and what its mails say is asked for again in another language.
  useEffect(() => {
    if (!on) return;
    let left = false;
    link.call('record.result', { lang }).then(
      (result) => left || setRecording((old) => (old.state === 'on' ? { ...old, result } : old)),
      () => {}, // the old words stay
    );
    return () => {
      left = true;
    };
  }, [link, lang, on]);

  const begin = useCallback(
    (beginning: Omit<Experiment, 'steps'>) => {
      setRecording({ ...off, busy: true });
      link.call('record.begin', { ...beginning, lang }).then(
        (result) => setRecording({ state: 'on', busy: false, error: null, result }),
        (thrown) =>
          setRecording((old) => (old.busy ? { ...off, error: asMailError(thrown, 'record.begin').toValue() } : old)),
      );
    },
    [link, lang],
  );
  const perform = useCallback(
    async (step: StepInput) => {
      const change = (part: { busy: boolean; error: ErrorValue | null; result?: ExperimentResult }) =>
        setRecording((old) => (old.state === 'on' ? { ...old, ...part } : old));
      change({ busy: true, error: null });
      try {
        await link.call('record.do', { step });
        const result = await link.call('record.result', { lang });
        change({ busy: false, error: null, result });
        return true;
      } catch (thrown) {
        change({ busy: false, error: asMailError(thrown, 'record.do').toValue() });
        return false;
      }
    },
    [link, lang],
  );
  const end = useCallback(() => {
    setRecording(off);
    link.call('record.end', {}).catch(() => {}); // it ended by itself
  }, [link]);
  return { recording, begin, perform, end };
}
