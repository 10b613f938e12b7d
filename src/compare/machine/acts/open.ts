import { eachMail } from '../rows.ts';
import type { Doing } from './act.ts';

/** As a person does: the text is fetched where it is not here, and the mail is marked as read. */
export const open: Doing<'open'> = ({ program }, _step, mails) =>
  eachMail(program, mails, async ({ id, flags }) => {
    const { handlers } = program.engine;
    await handlers['messages.open']({ id });
    program.opened.add(id);
    if (!flags.includes('seen')) await handlers['messages.flag']({ ids: [id], set: ['seen'], unset: [] });
  });
