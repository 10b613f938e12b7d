/** RFC 5321 §6.3: a mail with this many trace fields goes in a circle. */
import type { Reply } from '../smtp/policy.ts';
import type { RawField } from './fields.ts';
import { hopsOf } from './received.ts';

export const tooManyHops = (fields: readonly RawField[]): Reply => ({
  code: 554,
  text: `5.4.6 Too many hops: ${hopsOf(fields)} Received fields, this mail goes in a circle`,
});
