import { useSyncExternalStore } from 'react';

const query = () => matchMedia('(prefers-reduced-motion: reduce)');

export function useReducedMotion(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}

function subscribe(hear: () => void): () => void {
  const reduce = query();
  reduce.addEventListener('change', hear);
  return () => reduce.removeEventListener('change', hear);
}
