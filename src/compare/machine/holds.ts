/** How much of a message lies on a machine. */
import { existsSync } from 'node:fs';
import { chooseText } from '../../imap/index.ts';
import type { Known } from './machine.ts';
import type { Program } from './program.ts';

/** `whole`: its file is there. `text`: the text that is shown is there, or it has none and was opened. */
export function holdsOf({ vault, opened }: Pick<Program, 'vault' | 'opened'>, id: number): Known['holds'] {
  const { file, structure } = vault.messages.get(id);
  if (file !== null && existsSync(vault.files.mailPath(file))) return 'whole';
  const shown = structure === null ? null : chooseText(structure).shown;
  if (shown === null) return opened.has(id) ? 'text' : 'listed';
  const held = vault.parts.find(id, shown.part) !== null && existsSync(vault.files.partPath(id, shown.part));
  return held ? 'text' : 'listed';
}
