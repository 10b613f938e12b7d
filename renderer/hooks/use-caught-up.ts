import { useEffect, useState } from 'react';
import { useStore } from './services.tsx';

/** Whether the mirror has had everything that the vault had when the window opened. */
export function useCaughtUp(): boolean {
  const { projector } = useStore();
  const [done, setDone] = useState(false);
  useEffect(() => {
    let left = false;
    void projector.caughtUp().then(() => left || setDone(true));
    return () => {
      left = true;
    };
  }, [projector]);
  return done;
}
