import { useCallback, useEffect, useMemo, useRef } from 'react';

/**
 * Gives the focus to the text that is being opened. It may not be drawn yet (a message that is loaded, fetched): then it gets the focus as soon
 * as it is, unless the person has done something else meanwhile.
 */
export function useTextFocus(): { ref: (element: HTMLElement | null) => void; focus: () => void } {
  const text = useRef<HTMLElement | null>(null);
  const wanted = useRef(false);

  useEffect(() => {
    const forget = () => {
      wanted.current = false;
    };
    // Before anybody else hears of it, so that the key that asks for the focus may want it again.
    window.addEventListener('keydown', forget, true);
    window.addEventListener('pointerdown', forget, true);
    return () => {
      window.removeEventListener('keydown', forget, true);
      window.removeEventListener('pointerdown', forget, true);
    };
  }, []);

  const give = useCallback(() => {
    requestAnimationFrame(() => {
      // HTML mail scrolls in a frame of its own.
      if (wanted.current) (text.current?.querySelector('iframe') ?? text.current)?.focus();
    });
  }, []);

  return useMemo(
    () => ({
      ref: (element: HTMLElement | null) => {
        text.current = element;
        if (element !== null && wanted.current) give();
      },
      focus: () => {
        wanted.current = true;
        give();
      },
    }),
    [give],
  );
}
