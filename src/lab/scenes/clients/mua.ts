/** The writer's mail program: composes a mail as a file of exact octets and hands it over at the submission server. RFC 6409. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compose } from '../../../message/compose.ts';
import { type SubmitResult, submit } from '../../../smtp/index.ts';
import { domainOf, userOf } from '../../around.ts';
import type { Lab } from '../../surface.ts';

export interface Written {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
  /** Who signs in, where it is not the sender. */
  readonly as?: string;
}

export interface HandedOver extends SubmitResult {
  /** Octets of the message as it was sent. */
  readonly size: number;
  readonly messageId: string;
  /** The header, and the whole, as written by the program. */
  readonly octets: string;
}

/** @throws MailError as compose and submit do: a refusal with the server's words */
export async function handOver(lab: Lab, mail: Written): Promise<HandedOver> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tegami-scene-'));
  try {
    const attachments = [];
    for (const [i, { name, type, content }] of (mail.attachments ?? []).entries()) {
      const file = path.join(folder, `attachment-${i}`);
      await writeFile(file, content);
      attachments.push({ file, name, type });
    }
    const named = (address: string) => ({ name: userOf(lab.world(), address)?.name ?? '', address });
    const messageId = `<${randomUUID()}@${domainOf(mail.from)}>`;
    const file = path.join(folder, 'mail.eml');
    const { size, envelope } = await compose(
      {
        ...{ from: named(mail.from), to: mail.to.map(named), cc: [], bcc: [] },
        ...{ subject: mail.subject, text: mail.text, attachments, date: lab.clock.now(), messageId },
      },
      file,
    );
    const result = await submit({ ...submissionOf(lab, mail.as ?? mail.from), envelope, message: file, size });
    return { ...result, size, messageId, octets: await readFile(file, 'latin1') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How the user's program reaches the server that takes his mail. */
function submissionOf(lab: Lab, address: string) {
  const { users, hosts, ca } = lab.status();
  const user = users.find((each) => each.address === address);
  const host = hosts.find(({ name }) => name === user?.submission);
  if (user === undefined || host === undefined) throw new Error(`${address} has nowhere to hand mail over`);
  return {
    server: { host: host.address, port: host.submission ?? 0, security: 'starttls' as const, user: user.user },
    password: user.password,
    trust: { ca, pins: [] },
  };
}
