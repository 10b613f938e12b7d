/** The answer to FETCH for one message. RFC 3501 §7.4.2. */
import { MailError } from '../../../base/errors.ts';
import type { StoredMessage } from '../../spool/store.ts';
import { writeDateTime } from '../grammar/date-time.ts';
import { sectionOf } from '../mime/section.ts';
import { type Part, readParts } from '../mime/walk.ts';
import { flagsOf } from '../news.ts';
import type { Selected } from '../selected.ts';
import type { Session } from '../session.ts';
import type { Summary } from '../summary/summary.ts';
import type { FetchItem } from './items.ts';

export interface Fetching {
  readonly session: Session;
  readonly selected: Selected;
  readonly items: readonly FetchItem[];
  /** Octets that RFC822.SIZE is wrong by: a fault. */
  readonly sizeError: number;
}

interface Content {
  readonly octets: Buffer;
  readonly root: Part;
}

/** False: it is gone, and nothing was said of it. `newlySeen`: its flags have just changed. */
export async function writeMessage(fetching: Fetching, uid: number, newlySeen: boolean): Promise<boolean> {
  const { session, selected, items } = fetching;
  const message = selected.mailbox.get(uid);
  if (message === undefined) return false;
  let summary: Summary | null = null;
  let content: Content | null = null;
  try {
    const whole = items.some(needsStructure);
    if (whole || items.some((item) => item.kind === 'ENVELOPE'))
      summary =
        session.summaries.held(message, whole) ?? (await session.summaries.of(selected.mailbox, message, whole));
    if (items.some((item) => item.kind === 'section')) {
      const octets = await selected.mailbox.read(uid);
      content = { octets, root: readParts(octets) };
    }
  } catch (thrown) {
    if (thrown instanceof MailError && thrown.reason === 'not-found') return false;
    throw thrown;
  }
  // Its flags may have changed while it was read.
  const now = selected.mailbox.get(uid) ?? message;
  const { channel } = session;
  channel.write(`* ${selected.numberOf(uid)} FETCH (`);
  let between = '';
  for (const item of items) {
    channel.write(between);
    between = ' ';
    if (item.kind === 'section') writeSection(fetching, now, content, item);
    else channel.write(writeItem(fetching, item.kind, now, summary));
  }
  if (newlySeen && !items.some((item) => item.kind === 'FLAGS')) {
    channel.write(` ${writeItem(fetching, 'FLAGS', now, null)}`);
    if (session.enabled.has('CONDSTORE') && !items.some((item) => item.kind === 'MODSEQ'))
      channel.write(` MODSEQ (${now.modseq})`);
  }
  channel.write(')\r\n');
  return true;
}

const needsStructure = (item: FetchItem): boolean => item.kind === 'BODY' || item.kind === 'BODYSTRUCTURE';

function writeItem(
  { selected, sizeError }: Fetching,
  kind: Exclude<FetchItem['kind'], 'section'>,
  message: StoredMessage,
  summary: Summary | null,
): string {
  switch (kind) {
    case 'UID':
      return `UID ${message.uid}`;
    case 'FLAGS':
      selected.knows(message.uid);
      return `FLAGS (${flagsOf(selected, message.uid, message.flags)})`;
    case 'MODSEQ':
      return `MODSEQ (${message.modseq})`;
    case 'INTERNALDATE':
      return `INTERNALDATE ${writeDateTime(message.internalDate)}`;
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${Math.max(0, message.size + sizeError)}`;
    case 'ENVELOPE':
      return `ENVELOPE ${summary?.envelope ?? 'NIL'}`;
    case 'BODY':
      return `BODY ${summary?.body ?? 'NIL'}`;
    case 'BODYSTRUCTURE':
      return `BODYSTRUCTURE ${summary?.bodyStructure ?? 'NIL'}`;
  }
}

function writeSection(
  { session, selected }: Fetching,
  message: StoredMessage,
  content: Content | null,
  item: Extract<FetchItem, { kind: 'section' }>,
): void {
  const { channel } = session;
  const section = content === null ? null : sectionOf(content.octets, content.root, item.section);
  let octets = section ?? Buffer.alloc(0);
  if (item.partial !== null) octets = octets.subarray(item.partial.from, item.partial.from + item.partial.count);
  // As Dovecot and others do: NIL, which the grammar allows too, takes many clients by surprise.
  if (octets.length === 0) channel.write(`${item.label} ""`);
  else {
    channel.write(`${item.label} {${octets.length}}\r\n`);
    channel.write(octets);
  }
  session.tell({
    kind: 'retrieved',
    protocol: 'imap',
    user: session.user,
    mailbox: selected.place.name,
    uid: message.uid,
    what: item.label,
    octets: octets.length,
    machine: session.machine,
  });
}
