/** What machines do to a mailbox, said by a session of our own. */
import type { GroundMailbox } from '../../../src/compare/ground/index.ts';
import { makeMails } from '../../../src/compare/mails/index.ts';
import type { RawMail } from '../../../src/compare/mails/mail.ts';
import { Step, type StepOf } from '../../../src/contract/compare/step.ts';
import { type ImapSession, openImap } from '../../../src/imap/index.ts';
import { openPop3, type Pop3Session } from '../../../src/pop3/index.ts';

export const mailsFor = (to: GroundMailbox, o: Record<string, unknown> = {}): readonly RawMail[] =>
  makeMails(Step.parse({ do: 'deliver', ...o }) as StepOf<'deliver'>, to.address, 1, Date.now());

export const imapTo = (mailbox: GroundMailbox, heard: string[] = []): Promise<ImapSession> => {
  const { incoming, trust } = mailbox.settings('imap');
  return openImap({
    server: incoming,
    user: mailbox.user,
    password: mailbox.password,
    trust,
    record: ({ who, text }) => void (who === 'S' && heard.push(text)),
  });
};

export const pop3To = (mailbox: GroundMailbox): Promise<Pop3Session> => {
  const { incoming, trust } = mailbox.settings('pop3');
  return openPop3({ server: incoming, user: mailbox.user, password: mailbox.password, trust });
};
