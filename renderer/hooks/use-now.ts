import { useSyncExternalStore } from 'react';

/** The time, to the minute, so that "today" becomes "yesterday" at midnight. */
export function useNow(): number {
  return useSyncExternalStore(everyMinute, thisMinute);
}

const minute = 60_000;
const thisMinute = () => Math.floor(Date.now() / minute) * minute;

function everyMinute(hear: () => void): () => void {
  const timer = setInterval(hear, minute);
  return () => clearInterval(timer);
}
