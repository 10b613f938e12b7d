/** One mail transaction, RFC 5321 §3.3: what MAIL and RCPT said, before there is content. */
import type { Envelope, QueueRecipient } from '../queue/store.ts';
import type { Notify } from './parameters.ts';

export interface Transaction {
  readonly reversePath: string;
  readonly ret: Envelope['ret'];
  readonly envid: string | null;
  readonly smtputf8: boolean;
  readonly body: Envelope['body'];
  readonly recipients: QueueRecipient[];
  /** Recipients that were tried, refused ones too. */
  tried: number;
}

export const recipient = (
  address: string,
  original: string | null,
  notify: readonly Notify[] | null,
): QueueRecipient => ({ address, original, notify, state: 'waiting', said: null, through: [] });

export const envelopeOf = ({ reversePath, recipients, ret, envid, smtputf8, body }: Transaction): Envelope => ({
  reversePath,
  recipients: [...recipients],
  ret,
  envid,
  smtputf8,
  body,
});
