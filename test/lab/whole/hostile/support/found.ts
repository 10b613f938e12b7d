/** What lies in the spools of a lab, copy by copy. */
import { createHash } from 'node:crypto';
import type { Lab } from '../../../../../src/lab/surface.ts';

export interface Copy {
  readonly inbox: string;
  /** Of the mail, or of the one that a report is about. */
  readonly id: string;
  readonly sha: string;
  /** Queue ids of the hosts that it went through, the last one first. */
  readonly hops: readonly string[];
  /** Recipients that a report names; null: it is no report. */
  readonly about: readonly string[] | null;
  /** As long as the index says. */
  readonly whole: boolean;
}

export const sha = (text: string): string => createHash('sha256').update(text.trimEnd()).digest('hex').slice(0, 16);

export async function found(lab: Lab): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const { address, host } of lab.status().users) {
    // One that was never opened is made when it is opened, which a full disk refuses.
    const mailbox = await lab
      .spoolOf(host)
      ?.open(address, 'INBOX')
      .catch(() => null);
    for (const { uid, size } of mailbox?.messages ?? []) {
      const octets = (await mailbox?.read(uid)) ?? Buffer.alloc(0);
      copies.push(copyOf(address, octets.toString('utf8'), octets.length === size));
    }
  }
  return copies;
}

function copyOf(inbox: string, text: string, whole: boolean): Copy {
  const end = text.indexOf('\r\n\r\n');
  const header = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const isReport = header.includes('multipart/report');
  const ids = [...text.matchAll(/^Message-ID: *(<[^>]+>)/gim)].map(([, id]) => id ?? '');
  return {
    inbox,
    id: ids[isReport ? 1 : 0] ?? 'none',
    sha: sha(text.slice(end + 4)),
    hops: [...header.matchAll(/^Received:.*? id ([A-Z0-9]+)/gm)].map(([, id]) => id ?? ''),
    about: isReport ? [...text.matchAll(/^Final-Recipient: rfc822; ?(\S+)/gm)].map(([, to]) => to ?? '') : null,
    whole,
  };
}
