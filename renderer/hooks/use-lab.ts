import { useCallback, useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { LabStatus } from '../../src/contract/lab/table.ts';
import { bridge } from '../bridge.ts';
import { useLabLink } from './services.tsx';

export type LabOn = Extract<LabStatus, { state: 'on' }>;
export type Lab =
  /** Its process is being asked. */
  | { readonly state: 'connecting' }
  /** `gone`: its process ended by itself. `error`: why it is not on, where somebody wanted it to be. */
  | { readonly state: 'off'; readonly gone: boolean; readonly error: ErrorValue | null }
  | { readonly state: 'starting'; readonly since: number }
  /** `heard`: when (by this machine's clock) the status was told, for a clock that goes on. */
  | { readonly state: 'on'; readonly status: LabOn; readonly heard: number };

export interface LabControl {
  readonly lab: Lab;
  start(): void;
  /** With the first world in place of one that cannot be used, which is kept aside. */
  startAnew(): void;
  stop(): void;
}

let asked = false;

/** Whether the lab is on, and its switch. The lab's process is there from the first time that anybody uses this. */
export function useLab(): LabControl {
  const link = useLabLink();
  const [lab, setLab] = useState<Lab>({ state: 'connecting' });

  const told = useCallback((status: LabStatus, error: ErrorValue | null = null) => {
    setLab((old) =>
      status.state === 'on'
        ? { state: 'on', status, heard: Date.now() }
        : old.state === 'starting' && error === null
          ? old
          : {
              state: 'off',
              gone: old.state === 'off' && old.gone,
              error: error ?? (old.state === 'off' ? old.error : null),
            },
    );
  }, []);

  useEffect(() => {
    let left = false;
    const ask = () =>
      void link.call('lab.status', {}).then(
        (status) => left || told(status),
        (thrown) => left || setLab(failed(thrown, 'lab.status')),
      );
    const stops = [
      link.onUp(ask),
      link.onDown(() =>
        setLab((old) => ({ state: 'off', gone: old.state === 'on' || old.state === 'starting', error: null })),
      ),
      link.on('lab.changed', ({ what }) => {
        // What is in a queue decides when the next thing is due.
        if (what !== 'spool') ask();
      }),
    ];
    if (!asked) {
      asked = true;
      bridge().connectLab();
    }
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, [link, told]);

  const begin = useCallback(
    (before: () => Promise<unknown>) => {
      setLab({ state: 'starting', since: Date.now() });
      before()
        .then(() => link.call('lab.start', {}))
        .then(
          (status) => (status.state === 'on' ? told(status) : setLab({ state: 'off', gone: false, error: null })),
          (thrown) => setLab(failed(thrown, 'lab.start')),
        );
    },
    [link, told],
  );
  const start = useCallback(() => begin(() => Promise.resolve()), [begin]);
  const startAnew = useCallback(() => begin(() => link.call('lab.reset', { mail: false })), [begin, link]);
  const stop = useCallback(() => {
    link.call('lab.stop', {}).then(
      () => setLab({ state: 'off', gone: false, error: null }),
      (thrown) => setLab(failed(thrown, 'lab.stop')),
    );
  }, [link]);
  return { lab, start, startAnew, stop };
}

/** A process that went away while it was asked is told of by `onDown`; the words for it are there. */
function failed(thrown: unknown, at: string): Lab {
  const error = asMailError(thrown, at).toValue();
  return { state: 'off', gone: error.reason === 'cancelled', error: error.reason === 'cancelled' ? null : error };
}
