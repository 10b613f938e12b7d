import { useCallback, useState } from 'react';

/** Width of an element in CSS pixels, as it changes; `before` until it is known. */
export function useElementWidth(before: number): [(element: Element | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(before);
  const ref = useCallback((element: Element | null) => {
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
