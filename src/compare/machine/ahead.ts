/** What a machine fetches without being asked for: the texts of its mails, or their attachments too. Nothing is marked as read by it. */

import type { Site } from './acts/act.ts';
import { holdsOf } from './holds.ts';
import { allRows } from './rows.ts';

/** @throws MailError what could not be fetched; what was fetched stays */
export async function fetchAhead({ plan, program }: Pick<Site, 'plan' | 'program'>): Promise<void> {
  if (plan.protocol === 'pop3' || plan.fetch === 'list') return;
  const { engine } = program;
  for (const { row } of allRows(program)) {
    if (holdsOf(program, row.id) === 'listed') {
      await engine.handlers['messages.open']({ id: row.id });
      program.opened.add(row.id);
    }
    if (plan.fetch === 'everything') await fetchAttachments(program, row);
  }
}

/** Those that are not here yet. */
export async function fetchAttachments(
  { engine }: Site['program'],
  { id, attachments }: { readonly id: number; readonly attachments: readonly { part: string; held: boolean }[] },
): Promise<void> {
  for (const { part, held } of attachments) if (!held) await engine.handlers['messages.fetchPart']({ id, part });
}
