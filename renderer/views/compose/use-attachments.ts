import { useCallback, useEffect, useRef, useState } from 'react';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { DraftAttachment } from '../../../src/contract/outbox.ts';
import { useLink } from '../../hooks/services.tsx';
import { upload } from './upload.ts';

/** One file of the letter: on its way to the engine, there, or refused. */
export interface Attached {
  readonly key: number;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly done: number;
  readonly file: DraftAttachment | null;
  readonly error: ErrorValue | null;
}

export interface Attachments {
  readonly items: readonly Attached[];
  /** Those that the engine has. */
  readonly ready: readonly DraftAttachment[];
  add(files: readonly File[]): void;
  remove(key: number): void;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

export function useAttachments(first: readonly DraftAttachment[]): Attachments {
  const link = useLink();
  const nextKey = useRef(first.length);
  const running = useRef(new Map<number, { stop: AbortController; end: Promise<void> }>());
  const [items, setItems] = useState<readonly Attached[]>(() =>
    first.map((file, key) => ({ key, ...file, done: file.size, file, error: null })),
  );
  // The newest state for those who waited: a closure over `items` would be the one from before.
  const change = useCallback(
    (key: number, part: Partial<Attached>) =>
      setItems((now) => now.map((item) => (item.key === key ? { ...item, ...part } : item))),
    [],
  );
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const { stop } of all.values()) stop.abort();
    };
  }, []);

  return {
    items,
    ready: items.flatMap(({ file }) => (file === null ? [] : [file])),
    add(files) {
      for (const file of files) {
        const key = nextKey.current++;
        const stop = new AbortController();
        setItems((now) => [
          ...now,
          { key, name: file.name, type: file.type, size: file.size, done: 0, file: null, error: null },
        ]);
        const end = upload(link, file, (done) => change(key, { done }), stop.signal)
          .then(
            (there) => change(key, { file: there, size: there.size, done: there.size }),
            (thrown) => change(key, { error: asMailError(thrown, 'upload').toValue() }),
          )
          .finally(() => running.current.delete(key));
        running.current.set(key, { stop, end });
      }
    },
    remove(key) {
      running.current.get(key)?.stop.abort();
      setItems((now) => now.filter((item) => item.key !== key));
    },
    async settled() {
      await Promise.all([...running.current.values()].map(({ end }) => end));
    },
  };
}
