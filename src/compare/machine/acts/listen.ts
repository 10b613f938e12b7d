import { listening } from '../listening.ts';
import type { Doing } from './act.ts';

/** IMAP: the program stays connected, and is told (IDLE, RFC 2177). A POP3 machine cannot be told anything: it stays as it is. */
export const listen: Doing<'listen'> = async (site) => {
  if (site.plan.protocol === 'pop3') return;
  if (!site.program.listens) await site.reopen(true);
  await listening(site);
};

export const rest: Doing<'rest'> = async (site) => {
  if (site.program.listens) await site.reopen(false);
};
