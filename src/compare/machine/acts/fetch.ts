import { fetchAttachments } from '../ahead.ts';
import { eachMail } from '../rows.ts';
import type { Doing } from './act.ts';

/** The attachments that are not here yet. */
export const fetchFiles: Doing<'fetch'> = ({ program }, _step, mails) =>
  eachMail(program, mails, (row) => fetchAttachments(program, row));
