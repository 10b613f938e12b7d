/**
 * How one mail lies on disk: one file, so that one fsync and one rename make it durable.
 *
 *   content as it came | fields that go before it | record as JSON | foot line with the two lengths
 *
 * The fields are known last (a signature covers the whole message), so they stand behind the content and go before it when it is read.
 */
import type { QueueRecord } from './store.ts';

const FOOT = /^\n#tegami-queue 1 (\d{10}) (\d{10})\n$/;

/** What stands behind the content. */
export function tail(record: QueueRecord, fields: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  return Buffer.concat([fields, json, Buffer.from(foot(fields.length, json.length))]);
}

function foot(fields: number, json: number): string {
  return `\n#tegami-queue 1 ${String(fields).padStart(10, '0')} ${String(json).padStart(10, '0')}\n`;
}

export const FOOT_OCTETS = foot(0, 0).length;

export interface Layout {
  /** Octets of the content, from the file's beginning. */
  readonly content: number;
  readonly fields: number;
  readonly json: number;
}

/** From the last FOOT_OCTETS of a file; null: this is no whole file of a queue. */
export function layoutOf(foot: Uint8Array, fileSize: number): Layout | null {
  const found = FOOT.exec(Buffer.from(foot).toString('latin1'));
  if (found === null) return null;
  const fields = Number(found[1]);
  const json = Number(found[2]);
  const content = fileSize - FOOT_OCTETS - fields - json;
  return content < 0 ? null : { content, fields, json };
}

export function readRecord(json: Uint8Array): QueueRecord | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
    // Only this module writes these files; a damaged one fails at its foot or in its JSON.
    return typeof value === 'object' && value !== null && 'queueId' in value ? (value as QueueRecord) : null;
  } catch {
    return null;
  }
}

/** The message as it goes on: the fields, then the content. */
export function messageOf(file: Buffer): Buffer | null {
  const layout = layoutOf(file.subarray(Math.max(0, file.length - FOOT_OCTETS)), file.length);
  if (layout === null) return null;
  const { content, fields } = layout;
  return Buffer.concat([file.subarray(content, content + fields), file.subarray(0, content)]);
}
