import { type RefObject, useEffect } from 'react';

/**
 * What had the focus may go away (a deleted message, a letter that was sent, a dialog): then the list has it, or the open folder
 * where there is no list. Looks after each drawing, two frames later, so that a dialog gives back what it took first.
 */
export function useHomeForFocus(active: boolean, home: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!active) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const list = home.current?.isConnected ? home.current : null;
        (list ?? document.querySelector<HTMLElement>('nav button[aria-current="page"]'))?.focus({
          preventScroll: true,
        });
      });
    });
    return () => cancelAnimationFrame(frame);
  });
}
