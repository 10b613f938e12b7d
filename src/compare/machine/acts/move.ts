import { eachMail, folderOf } from '../rows.ts';
import type { Doing } from './act.ts';

export const move: Doing<'move'> = async ({ program }, { to }, mails) => {
  const folder = folderOf(program, to);
  await eachMail(program, mails, async ({ id }) =>
    program.engine.handlers['messages.move']({ ids: [id], to: folder.id }),
  );
};
