/** Which key means what in the mail view, wherever the focus is except where text is typed. */

export type Command =
  | 'next'
  | 'previous'
  | 'read-it'
  | 'back'
  | 'delete'
  | 'reply'
  | 'reply-all'
  | 'forward'
  | 'compose'
  | 'find'
  | 'flag'
  | 'unread'
  | 'sync'
  | 'wire';

const plain: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  Delete: 'delete',
  Backspace: 'delete',
  '#': 'delete',
  r: 'reply',
  a: 'reply-all',
  f: 'forward',
  c: 'compose',
  '/': 'find',
  s: 'flag',
  u: 'unread',
  F5: 'sync',
  Escape: 'back',
};

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

export function commandFor(event: Key): Command | null {
  if (event.isComposing || event.altKey) return null; // an input method has the key
  if (event.ctrlKey || event.metaKey) {
    if (event.key === '`' || event.key === '@') return 'wire'; // the same key on a Japanese keyboard
    if (event.key === 'f') return 'find';
    if (event.key === 'n') return 'compose';
    return null;
  }
  return plain[event.key] ?? null;
}

/** Whether the key belongs to what has the focus: a field, a menu, a dialog. */
export function ownsKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"][aria-label]:not([aria-multiselectable])',
    ) !== null
  );
}
