import { MailError } from '../../../base/errors.ts';
import { inLang } from '../../../contract/compare/text.ts';
import type { Doing } from './act.ts';

/** Writes a mail and puts it in the outbox, from where it goes at once or, offline, with the next sync. `to` is an address. */
export const send: Doing<'send'> = async ({ program, plan }, { to, subject, as }) => {
  if (to === undefined)
    throw new MailError({
      kind: 'bad-input',
      at: 'compare.send',
      reason: 'bad-address',
      advice: 'check-address',
      said: 'nobody to send it to',
    });
  const { messageId } = await program.engine.handlers['outbox.submit']({
    draft: {
      account: program.account,
      to: [{ name: '', address: to }],
      cc: [],
      bcc: [],
      subject: subject ?? as,
      text: `${inLang(plan.name, 'en')}\n`,
      attachments: [],
      answers: null,
    },
    draftId: null,
  });
  return { sent: messageId };
};
