/** ENVELOPE. RFC 3501 §7.4.2. */
import { writeNstring, writeString } from '../grammar/write.ts';
import { type EnvelopeAddress, readAddresses } from './addresses.ts';
import { type Field, fieldValue } from './fields.ts';

/** `(date subject from sender reply-to to cc bcc in-reply-to message-id)` */
export function writeEnvelope(fields: readonly Field[]): string {
  const people = (name: string): string | null => {
    const value = fieldValue(fields, name);
    return value === null ? null : writeAddresses(readAddresses(value));
  };
  const text = (name: string): string => writeNstring(fieldValue(fields, name)?.trimEnd() ?? null);
  const from = people('from') ?? 'NIL';
  const sender = people('sender');
  const replyTo = people('reply-to');
  const or = (given: string | null): string => (given === null || given === 'NIL' ? from : given);
  return `(${[
    text('date'),
    text('subject'),
    from,
    or(sender),
    or(replyTo),
    people('to') ?? 'NIL',
    people('cc') ?? 'NIL',
    people('bcc') ?? 'NIL',
    text('in-reply-to'),
    text('message-id'),
  ].join(' ')})`;
}

function writeAddresses(list: readonly EnvelopeAddress[]): string {
  if (list.length === 0) return 'NIL';
  const entries = list.map(({ name, route, mailbox, host }) => {
    const nameless = name === null || name === '' ? 'NIL' : writeString(name);
    return `(${nameless} ${writeNstring(route)} ${writeNstring(mailbox)} ${writeNstring(host)})`;
  });
  return `(${entries.join('')})`;
}
