import { eachMail } from '../rows.ts';
import type { Doing } from './act.ts';

export const mark: Doing<'mark'> = ({ program }, { set, unset }, mails) =>
  eachMail(program, mails, async ({ id }) => program.engine.handlers['messages.flag']({ ids: [id], set, unset }));
