import { useCallback, useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import { useLabLink } from '../../../hooks/services.tsx';
import type { LabOn } from '../../../hooks/use-lab.ts';

/** The lab's time now, told once and counted on from there: each second while it goes by itself. */
export function useLabNow(clock: LabOn['clock'], heard: number): number {
  const [, tick] = useState(0);
  const goes = clock.mode !== 'manual';
  useEffect(() => {
    if (!goes) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [goes]);
  if (!goes) return clock.now;
  return clock.now + Math.max(0, Date.now() - heard) * (clock.mode === 'fast' ? clock.rate : 1);
}

export interface LabActions {
  /** One of them is under way. */
  readonly busy: boolean;
  readonly failure: ErrorValue | null;
  readonly dismiss: () => void;
  readonly setClock: (clock: { mode: 'real' | 'fast' | 'manual'; rate: number }) => void;
  readonly advance: (by: { ms: number } | { to: 'next' }) => void;
  readonly flush: () => void;
  readonly reset: (mail: boolean) => void;
}

/** What can be done to the lab as a whole. What it changed is told by its signals. */
export function useLabActions(): LabActions {
  const link = useLabLink();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const run = useCallback(async (what: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await what();
    } catch (thrown) {
      setFailure(asMailError(thrown, 'lab').toValue());
    } finally {
      setBusy(false);
    }
  }, []);
  return {
    busy,
    failure,
    dismiss: () => setFailure(null),
    setClock: (clock) => void run(() => link.call('lab.setClock', { clock })),
    advance: (by) => void run(() => link.call('lab.advance', by)),
    flush: () => void run(() => link.call('lab.flushQueue', {})),
    reset: (mail) => void run(() => link.call('lab.reset', { mail })),
  };
}
