/** How a window names one part of one message: mail://message/ID/PART. */

export interface PartName {
  readonly message: number;
  readonly part: string;
}

/** Takes an address apart, or null for all that is not exactly of this form: ids only, never a path. RFC 3501 §6.4.5 part numbers. */
export function partOf(url: string): PartName | null {
  const found = /^mail:\/\/message\/([1-9]\d{0,14})\/((?:[1-9]\d{0,3}\.){0,40}[1-9]\d{0,3})$/.exec(url);
  return found === null ? null : { message: Number(found[1]), part: found[2] ?? '' };
}
