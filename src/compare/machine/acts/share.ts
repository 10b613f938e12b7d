import { folderOf } from '../rows.ts';
import type { Doing } from './act.ts';

/** Lets another person see a folder (RFC 4314). `with` is the name by which the server knows them. */
export const share: Doing<'share'> = async ({ program }, { folder, with: person, may }) => {
  await program.engine.handlers['folders.share']({ folder: folderOf(program, folder).id, with: person, may });
};
