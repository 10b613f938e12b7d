/** imapflow's `transport` option over a wire: its connections are ours, with one certificate policy, counters and tap. */
import type { ImapTransport } from 'imapflow';
import type { Wire, WireOptions } from './types.ts';
import { Connection } from './wire.ts';

/**
 * `new ImapFlow({ host, port, secure: o.security === 'implicit', doSTARTTLS: o.security === 'starttls', transport, … })`.
 * Host, port, trust and security of `o` are what counts; imapflow's `tls` options are not used. Failures reach imapflow as
 * MailError, which it throws as they are.
 */
export function wireTransport(o: WireOptions): { transport: ImapTransport; wire(): Wire | null } {
  let wire: Connection | null = null;
  return {
    wire: () => wire,
    transport: {
      connect(_, onConnect) {
        const opened = new Connection(o);
        wire = opened;
        // imapflow has its own watchdog (socketTimeout) and knows when it idles.
        opened.owe(false);
        opened.open().then(onConnect, () => {}); // the stream was destroyed with the error
        return opened.stream;
      },
      upgrade(_, __, onSecure) {
        const opened = wire as Connection;
        const { next, secured } = opened.beginTls();
        next.owe(false);
        secured.then(onSecure, () => {});
        return next;
      },
    },
  };
}
