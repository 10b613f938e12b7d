import { useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import { useLink } from './services.tsx';

export type Found =
  | { state: 'loading' }
  | { state: 'ready'; value: readonly number[] }
  | { state: 'failed'; error: ErrorValue };

/** Long enough that a word is typed as one question. */
const pause = 150;
const most = 1000;

/** What the engine finds for `text`; null where nothing is asked. The last answer stays until the next one is there. */
export function useFind(text: string, folder: number | null): Found | null {
  const link = useLink();
  const [found, setFound] = useState<Found>({ state: 'loading' });
  useEffect(() => {
    if (text.trim() === '') {
      setFound({ state: 'loading' });
      return;
    }
    let left = false;
    const timer = setTimeout(() => {
      link.call('messages.find', { folder, text: text.trim(), limit: most }).then(
        ({ ids }) => left || setFound({ state: 'ready', value: ids }),
        (thrown) => left || setFound({ state: 'failed', error: asMailError(thrown, 'messages.find').toValue() }),
      );
    }, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [link, text, folder]);
  return text.trim() === '' ? null : found;
}
