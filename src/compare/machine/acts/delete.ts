import { carry } from '../carried.ts';
import { eachMail } from '../rows.ts';
import type { Doing } from './act.ts';

/** To the Trash; with `forGood` out of there too. One that lies in the Trash already stays there unless it is for good. */
export const remove: Doing<'delete'> = async (site, { forGood }, mails) => {
  const { program } = site;
  const { engine, vault, account } = program;
  const inTrash = (id: number): boolean => vault.messages.get(id).folder === vault.folders.byRole(account, 'trash')?.id;
  const gone: number[] = [];
  await eachMail(program, mails, async ({ id }) => {
    if (!inTrash(id)) await engine.handlers['messages.delete']({ ids: [id] });
    gone.push(id);
  });
  if (!forGood) return;
  // As two hands would do it one after the other: what the server refused to move is not in the Trash, and stays.
  await carry(site);
  const there = gone.filter((id) => vault.messages.find(id) !== null && inTrash(id));
  if (there.length > 0) await engine.handlers['messages.delete']({ ids: there });
};
