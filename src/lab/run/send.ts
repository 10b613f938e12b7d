/** Hands a mail over as a person's program does: at the submission server with the sender's own sign-in; or, forged, to the exchanger as anybody may. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asMailError, MailError } from '../../base/errors.ts';
import type { World } from '../../contract/lab/world.ts';
import { parseAddresses } from '../../message/address.ts';
import { compose } from '../../message/compose.ts';
import { submit } from '../../smtp/index.ts';
import { domainOf, userOf } from '../around.ts';
import type { Lab, Letter, Sent, Status } from '../surface.ts';

type Where = Pick<Lab, 'status' | 'world' | 'trace' | 'clock'>;

export async function sendLetter(letter: Letter, lab: Where): Promise<Sent> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tegami-lab-'));
  try {
    const file = path.join(folder, 'mail.eml');
    const messageId = `<${randomUUID()}@${domainOf(letter.from)}>`;
    const [from] = parseAddresses(letter.from);
    if (from === undefined) throw badAddress(letter.from);
    const to = letter.to.flatMap((each) => parseAddresses(each));
    const { size } = await compose(
      {
        from: { ...from, name: from.name || (userOf(lab.world(), from.address)?.name ?? '') },
        to,
        cc: [],
        bcc: [],
        subject: letter.subject,
        text: letter.text,
        attachments: [],
        date: lab.clock.now(),
        messageId,
      },
      file,
    );
    const began = lab.trace.last;
    const said: string[] = [];
    for (const entry of entries(
      letter,
      from.address,
      to.map(({ address }) => address),
      lab.world(),
      lab.status(),
    )) {
      const { peers, ...access } = entry;
      const result = await submit({ ...access, envelope: { from: from.address, to: peers }, message: file, size });
      said.push(result.said, ...result.refused.map((each) => each.said));
    }
    return { mail: mailOf(lab, began, messageId), said: said.join(' ') };
  } catch (error) {
    const { said, reason } = asMailError(error, 'lab.send');
    return { mail: null, said: said ?? reason };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Entry = Omit<Parameters<typeof submit>[0], 'envelope' | 'message' | 'size'> & {
  readonly peers: readonly string[];
};

/** Where it is handed over: once at the sender's own server, or at the exchanger of each domain. */
function entries(letter: Letter, from: string, to: readonly string[], world: World, status: Status): Entry[] {
  const trust = { ca: status.ca, pins: [] };
  const reach = (name: string | null | undefined): Status['hosts'][number] => {
    const found = status.hosts.find((host) => host.name === name);
    if (found === undefined) throw unreachable(name ?? 'no host');
    return found;
  };
  if (letter.forged !== true) {
    const user = userOf(world, from);
    if (user === undefined) throw badAddress(from);
    const host = reach(world.domains.find(({ name }) => name === domainOf(from))?.submission);
    const port = host.submissions ?? host.submission;
    if (port === null) throw unreachable(host.name);
    const security = host.submissions !== null ? 'implicit' : 'none';
    return [
      { server: { host: host.address, port, security, user: user.address }, password: user.password, trust, peers: to },
    ];
  }
  return [...new Set(to.map(domainOf))].map((domain) => {
    const exchangers = world.domains.find(({ name }) => name === domain)?.accepts ?? [];
    const host = exchangers.map(reach).find(({ smtp }) => smtp !== null);
    if (host === undefined || host.smtp === null) throw unreachable(domain);
    return {
      server: { host: host.address, port: host.smtp, security: 'none', user: null },
      password: null,
      trust,
      peers: to.filter((address) => domainOf(address) === domain),
    };
  });
}

function mailOf({ trace }: Where, began: number, messageId: string): string | null {
  const queued = trace.since(began).find((event) => event.kind === 'queued' && event.messageId === messageId);
  return queued?.mail ?? null;
}

const badAddress = (value: string): MailError =>
  new MailError({ kind: 'bad-input', at: 'lab.send', reason: 'bad-address', advice: 'check-address', said: value });
const unreachable = (name: string): MailError =>
  new MailError({
    kind: 'unreachable',
    at: 'lab.send',
    reason: 'connection-refused',
    advice: 'retry-later',
    said: name,
  });
