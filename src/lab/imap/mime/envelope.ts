/** ENVELOPE. RFC 3501 §7.4.2. */
import { writeNstring, writeString } from '../grammar/write.ts';
import { type EnvelopeAddress, readAddresses } from './addresses.ts';
import { type Field, fieldValue } from './fields.ts';

/** `(date subject from sender reply-to to cc bcc in-reply-to message-id)` */
export function writeEnvelope(fields: readonly Field[]): string {
  const people = (name: string): string | null => {
    // A second field of the same name is against RFC 5322 §3.6, and has been allowed before (§4.5.3): its people count too.
    const values = fields.filter((field) => field.name === name);
    return values.length === 0 ? null : writeAddresses(values.flatMap(({ value }) => readAddresses(value)));
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
