/** What one person chose for this window's looks; kept in localStorage, because losing it costs nothing. */

export interface Preferences {
  /** `system` follows the operating system. */
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | 'en' | 'ja';
  readonly rows: 'roomy' | 'compact';
  /** CSS pixels. */
  readonly folderWidth: number;
  readonly listWidth: number;
  readonly wireHeight: number;
}

const start: Preferences = {
  theme: 'system',
  language: 'system',
  rows: 'roomy',
  folderWidth: 232,
  listWidth: 380,
  wireHeight: 240,
};
const key = 'tegami.preferences';
const heard = new Set<() => void>();
let current = read();

export function preferences(): Preferences {
  return current;
}

/** What the command line of this run demands goes before what is remembered, and is not remembered itself. */
export function forcePreferences(forced: Partial<Preferences>): void {
  current = { ...current, ...forced };
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify({ ...read(), ...change }));
  } catch {
    // A full or forbidden storage: the choice holds until the window closes.
  }
  for (const hear of heard) hear();
}

export function onPreferences(hear: () => void): () => void {
  heard.add(hear);
  return () => heard.delete(hear);
}

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof stored === 'object' && stored !== null ? merge(stored as Record<string, unknown>) : start;
  } catch {
    return start;
  }
}

/** Takes only what has the type that it should have: the stored text may be of another version. */
function merge(stored: Record<string, unknown>): Preferences {
  const kept = Object.entries(stored).filter(
    ([name, value]) => name in start && typeof value === typeof start[name as keyof Preferences],
  );
  return { ...start, ...Object.fromEntries(kept) };
}
