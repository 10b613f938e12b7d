import type { Doing } from './act.ts';

/** IMAP: on the server. POP3, which has none: in this profile. */
export const makeFolder: Doing<'make-folder'> = async ({ program }, { folder }) => {
  await program.engine.handlers['folders.create']({ account: program.account, path: folder });
};
