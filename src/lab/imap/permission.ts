/** What a session may do with the mailbox that it has selected. */
import { no } from './refusal.ts';
import type { Selected } from './selected.ts';
import type { Session } from './session.ts';

/** The selected mailbox. @throws Refusal NO where it is to be read only, or a right of `needed` is missing. */
export function writable(session: Session, needed: string): Selected {
  const selected = current(session);
  if (selected.readOnly) throw no('This mailbox is selected to be read only', 'NOPERM');
  const rights = session.rights(selected.place);
  for (const right of needed) if (!rights.includes(right)) throw no(`You lack the right "${right}" here`, 'NOPERM');
  return selected;
}

export function current(session: Session): Selected {
  if (session.selected === null) throw no('No mailbox is selected');
  return session.selected;
}
