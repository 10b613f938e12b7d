/**
 * The lines of a mailbox's index: each is one change, whole or not there at all. `CRC-32 JSON LF`; a line that was torn by a crash fails its checksum.
 * One line may be about many messages: that is how a copy or an expunge is all or nothing.
 */

/** uid, guid, size, internal date, flags, modseq, 1 where it was delivered with a key */
export type EntryFields = readonly [number, string, number, number, readonly string[], number, 0 | 1];

export type IndexRecord =
  /** Begins the index. `floor`: expunges up to this mod-sequence are forgotten. */
  | { t: 'mailbox'; v: 1; uidValidity: number; uidNext: number; modseq: number; floor: number }
  | { t: 'add'; e: readonly EntryFields[] }
  /** `u`: UIDs, packed. */
  | { t: 'flags'; u: string; f: readonly string[]; m: number }
  | { t: 'gone'; u: string; m: number }
  /** Deliveries that are remembered though their messages are gone: key and UID. */
  | { t: 'once'; k: readonly (readonly [string, number])[] }
  /** Files of expunged messages that could not be removed yet. */
  | { t: 'junk'; g: readonly string[] }
  | { t: 'acl'; i: string; r: string | null };

export function writeRecord(record: IndexRecord): string {
  const json = JSON.stringify(record);
  return `${checksum(Buffer.from(json)).toString(16).padStart(8, '0')} ${json}\n`;
}

export interface ReadIndex {
  readonly records: IndexRecord[];
  /** Octets up to the end of the last whole line. */
  readonly sound: number;
  /** The end was torn: what was being written when the power went. Nobody was told that it is there. */
  readonly torn: boolean;
  /** Something before the end cannot be read: the disk, or somebody, changed it. */
  readonly damaged: boolean;
}

export function readRecords(octets: Buffer): ReadIndex {
  const records: IndexRecord[] = [];
  let sound = 0;
  let bad = false;
  let damaged = false;
  for (let from = 0; from < octets.length; ) {
    const end = octets.indexOf(LF, from);
    const record = end < 0 ? null : readRecord(octets.subarray(from, end));
    from = end < 0 ? octets.length : end + 1;
    if (record === null) {
      bad = true;
      continue;
    }
    records.push(record);
    // A torn write is a run of octets at the end; whole lines after it mean that something else happened.
    if (bad) damaged = true;
    else sound = from;
  }
  return { records, sound, torn: bad && !damaged, damaged };
}

const LF = 10;

function readRecord(line: Buffer): IndexRecord | null {
  if (line.length < 10 || line[8] !== 0x20) return null;
  const json = line.subarray(9);
  if (Number.parseInt(line.toString('latin1', 0, 8), 16) !== checksum(json)) return null;
  try {
    // Its checksum says that we wrote it.
    return JSON.parse(json.toString('utf8')) as IndexRecord;
  } catch {
    return null;
  }
}

const table = Int32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO 3309); zlib's own came with Node 20.15. */
function checksum(octets: Uint8Array): number {
  let value = -1;
  for (const octet of octets) value = (value >>> 8) ^ (table[(value ^ octet) & 0xff] ?? 0);
  return ~value >>> 0;
}
