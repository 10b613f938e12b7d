/** An SMTP server of the lab: an exchanger's port 25, or a submission server (RFC 6409) in clear with STARTTLS or inside TLS (RFC 8314). */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { MailError } from '../../base/errors.ts';
import type { Around, Listening } from '../around.ts';
import { Channel } from './channel.ts';
import { receive } from './content.ts';
import { Greylist } from './greylist.ts';
import { type SmtpServerLimits, limits as usual } from './limits.ts';
import type { SmtpPolicy } from './policy.ts';
import { type Kind, Session, type Shared } from './session.ts';
import { verbs } from './verbs/index.ts';

export interface SmtpServing {
  readonly bind: { readonly address: string; readonly port: number };
  readonly kind: Kind;
  readonly policy: SmtpPolicy;
  /** Others than usual. */
  readonly limits?: Partial<SmtpServerLimits>;
}

/** @throws MailError bad-value for an address that is not of this machine alone; what listening fails with */
export async function serveSmtp(around: Around, o: SmtpServing): Promise<Listening> {
  if (!/^127\./.test(o.bind.address))
    throw new MailError({
      kind: 'bad-input',
      at: 'lab.smtp',
      reason: 'bad-value',
      advice: 'report',
      said: o.bind.address,
    });
  const limits = { ...usual, ...o.limits };
  const greylist = new Greylist(() => around.clock.now(), limits.triplets);
  const shared: Shared = { around, kind: o.kind, policy: o.policy, limits, greylist, verbs, receive };
  const under = new Map<Channel, Promise<void>>();
  // A client may say all it has and close its side: it is answered all the same.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const { channel, session } = begin(shared, socket);
    under.set(
      channel,
      session.run(under.size >= limits.conversations).finally(() => under.delete(channel)),
    );
  });
  server.listen(o.bind.port, o.bind.address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  return {
    address: o.bind.address,
    port: bound.port,
    async close() {
      const shut = server.listening ? new Promise<void>((done) => server.close(() => done())) : Promise.resolve();
      for (const channel of under.keys()) channel.stop('stopped');
      // Whoever waits for a policy that never answers is not waited for.
      let late: NodeJS.Timeout | undefined;
      const tooLate = new Promise<void>((resolve) => {
        late = setTimeout(resolve, limits.stopMs);
      });
      await Promise.race([Promise.all(under.values()), tooLate]);
      clearTimeout(late);
      for (const channel of under.keys()) channel.destroy();
      await shut;
    },
  };
}

function begin(shared: Shared, socket: Socket): { channel: Channel; session: Session } {
  const { around, kind, limits } = shared;
  const port = socket.localPort ?? 0;
  const who = (): { address: string; name: string } => {
    const address = around.places.callerOf(socket);
    return { address, name: around.world().hosts.find((host) => host.address === address)?.name ?? address };
  };
  const conversation = around.trace.converse({
    protocol: kind === 'mx' ? 'smtp' : 'submission',
    client: who().name,
    server: around.host,
    port,
  });
  const channel = new Channel(socket, conversation, limits);
  const remote = `${(socket.remoteAddress ?? '').replace(/^::ffff:/, '')}:${socket.remotePort ?? 0}`;
  return { channel, session: new Session(shared, { channel, conversation, remote, port, who }) };
}
