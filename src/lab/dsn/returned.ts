/** The part that shows which mail it was: all of it, or its header. RFC 3462 §2, RFC 6522 §3, RFC 6533 §6. */
import type { Report } from './about.ts';
import { RETURNED_OCTETS, RETURNED_UNASKED } from './limits.ts';

export interface Part {
  readonly type: string;
  readonly octets: Buffer;
}

export function returnedPart({ message, ret, recipients }: Report, utf8: boolean): Part {
  const failed = recipients.some(({ action }) => action === 'failed');
  const most = ret === 'full' ? RETURNED_OCTETS : ret === null ? RETURNED_UNASKED : 0;
  // RFC 3461 §4.3: RET is about failures; of what is delayed or delivered the header is enough.
  if (failed && message.length <= most) return { type: utf8 ? 'message/global' : 'message/rfc822', octets: message };
  const end = message.indexOf('\r\n\r\n');
  const header = message.subarray(0, end < 0 ? Math.min(message.length, RETURNED_UNASKED) : end + 2);
  return { type: utf8 ? 'message/global-headers' : 'text/rfc822-headers', octets: header };
}
