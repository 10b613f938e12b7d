import { useSyncExternalStore } from 'react';

/** `wide`: three panes. `medium`: the folders fold into the rail. `narrow`: list and reader alternate. */
export type Width = 'wide' | 'medium' | 'narrow';

const medium = matchMedia('(max-width: 900px)');
const narrow = matchMedia('(max-width: 640px)');

export function useWidth(): Width {
  return useSyncExternalStore(subscribe, () => (narrow.matches ? 'narrow' : medium.matches ? 'medium' : 'wide'));
}

function subscribe(hear: () => void): () => void {
  medium.addEventListener('change', hear);
  narrow.addEventListener('change', hear);
  return () => {
    medium.removeEventListener('change', hear);
    narrow.removeEventListener('change', hear);
  };
}
