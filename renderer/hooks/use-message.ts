import { useCallback, useEffect, useRef, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { MessageRow, OpenMessage } from '../../src/contract/mail.ts';
import { withPatches } from '../store/overlay.ts';
import { useLink } from './services.tsx';
import { useLive } from './use-live.ts';
import { usePatches } from './use-messages.ts';

/** One message's row as the user should see it. */
export type Message = { state: 'loading' } | { state: 'ready'; row: MessageRow } | { state: 'missing' };

export function useMessage(id: number): Message {
  const patches = usePatches();
  const row = useLive(`message ${id}`, (mirror) => mirror.messages.get(id));
  if (row.state === 'loading') return row;
  return row.value === undefined
    ? { state: 'missing' }
    : { state: 'ready', row: withPatches<MessageRow>(row.value, patches) };
}

/** The message made ready to be read; the engine may have to fetch its text first. */
export type Opening =
  | { state: 'opening' }
  | { state: 'open'; opened: OpenMessage }
  | { state: 'failed'; error: ErrorValue; again: () => void };

/** Who goes through the list faster than this looks for a message and does not read: nothing is fetched until they rest. */
const hurry = 180;

export function useOpenMessage(id: number): Opening {
  const link = useLink();
  const last = useRef(Number.NEGATIVE_INFINITY);
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<{ id: number; opened: OpenMessage } | { id: number; error: ErrorValue } | null>(
    null,
  );
  const again = useCallback(() => {
    setResult(null);
    setAttempt((n) => n + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let left = false;
    const open = () =>
      link.call('messages.open', { id }).then(
        (opened) => left || setResult({ id, opened }),
        (thrown) => left || setResult({ id, error: asMailError(thrown, 'messages.open').toValue() }),
      );
    const sinceLast = performance.now() - last.current;
    last.current = performance.now();
    const timer = setTimeout(() => void open(), sinceLast < hurry ? hurry : 0);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [link, id, attempt]);
  // An engine that went away while it was asked: ask the next one.
  useEffect(() => {
    if (result !== null && 'error' in result && result.error.reason === 'cancelled') again();
  }, [result, again]);
  if (result === null || result.id !== id) return { state: 'opening' };
  return 'opened' in result
    ? { state: 'open', opened: result.opened }
    : { state: 'failed', error: result.error, again };
}
