/** Why somebody's mailbox is not touched. */
import { MailError, type MailErrorFields } from '../../base/errors.ts';
import type { Server } from '../../contract/account.ts';

const refusal = (fields: Pick<MailErrorFields, 'reason' | 'facts' | 'peer'>): MailError =>
  new MailError({ kind: 'bad-input', at: 'compare.mailboxes', advice: 'check-input', ...fields });

const peerOf = ({ host, port }: Server): string => `${host}:${port}`;

export const notEmpty = (server: Server, user: string, count: number): MailError =>
  refusal({ reason: 'mailbox-not-empty', peer: peerOf(server), facts: { user, count } });

export const leftBehind = (server: Server, user: string, count: number): MailError =>
  refusal({ reason: 'left-behind', peer: peerOf(server), facts: { user, count } });

export const wouldDelete = (machine: string, machineJa: string): MailError =>
  refusal({ reason: 'would-delete-foreign', facts: { machine, machineJa } });

export const folderNotOurs = (folder: string, user: string): MailError =>
  refusal({ reason: 'folder-not-ours', facts: { folder, user } });

export const tooFew = (wanted: number, capacity: number): MailError =>
  refusal({ reason: 'too-few-mailboxes', facts: { wanted, capacity } });
