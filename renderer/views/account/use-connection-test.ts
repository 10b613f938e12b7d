import { useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { AccountSettings, TestReport } from '../../../src/contract/account.ts';
import { useLink } from '../../hooks/services.tsx';
import type { TestState } from './test-steps.tsx';

export interface ConnectionTest {
  readonly state: TestState;
  /** The engine itself could not do it: nothing about the servers. */
  readonly failure: ErrorValue | null;
  run(settings: AccountSettings, password: string): Promise<TestReport | null>;
  /** Forgets the outcome: what it was about has changed. */
  forget(): void;
}

/** Tries both servers, and counts the seconds meanwhile. */
export function useConnectionTest(): ConnectionTest {
  const link = useLink();
  const [state, setState] = useState<TestState>({ at: 'before' });
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const running = state.at === 'running';
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(
      () => setState((now) => (now.at === 'running' ? { at: 'running', seconds: now.seconds + 1 } : now)),
      1000,
    );
    return () => clearInterval(timer);
  }, [running]);
  return {
    state,
    failure,
    async run(settings, password) {
      setState({ at: 'running', seconds: 0 });
      setFailure(null);
      try {
        const report = await link.call('accounts.test', { settings, password });
        setState({ at: 'done', report });
        return report;
      } catch (thrown) {
        setState({ at: 'before' });
        setFailure(asMailError(thrown, 'accounts.test').toValue());
        return null;
      }
    },
    forget() {
      setState({ at: 'before' });
      setFailure(null);
    },
  };
}
