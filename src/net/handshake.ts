/** TLS on an open TCP connection; gives it back only when the other side has proved who it is. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { MailError } from '../base/errors.ts';
import { tlsOptions, verify } from './certificates.ts';
import type { Deadline } from './connect.ts';
import { asNetError, closedError } from './errors.ts';
import type { TlsFacts, Trust } from './types.ts';

const at = 'tls.handshake';

export async function handshake(
  raw: Socket,
  o: { host: string; peer: string; trust: Trust; upgraded: boolean; limit: Deadline },
): Promise<{ socket: tls.TLSSocket; facts: TlsFacts }> {
  // Every certificate is let through here and judged below, because a pin accepts what the chain alone does not.
  // Nothing is written before that, so nothing can leak to a stranger.
  const socket = tls.connect({ socket: raw, ...tlsOptions(o.host, o.trust), rejectUnauthorized: false });
  const secured = new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', (thrown) => reject(tlsError(thrown, o.peer, o.upgraded)));
    socket.once('close', () => reject(closedError(at, o.peer)));
  });
  try {
    await Promise.race([secured, o.limit.over]);
    const sha256 = verify(socket, o.host, o.trust, o.peer);
    const cipher = socket.getCipher();
    return {
      socket,
      facts: { version: socket.getProtocol() ?? 'TLS', cipher: cipher.standardName ?? cipher.name, sha256 },
    };
  } catch (thrown) {
    secured.catch(() => {});
    socket.on('error', () => {});
    socket.destroy();
    raw.destroy();
    throw thrown;
  }
}

function tlsError(thrown: unknown, peer: string, upgraded: boolean): MailError {
  const error = asNetError(thrown, at, peer);
  // Clear text where the handshake should be: on an upgraded connection that is what was slipped in before it.
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (upgraded && code === 'ERR_SSL_WRONG_VERSION_NUMBER') return earlyData(peer);
  return error;
}

/** RFC 2595 §2.4, RFC 3207 §6, RFC 9051 §11.1: what was not said under TLS must not be believed. */
export function earlyData(peer: string): MailError {
  return new MailError({ kind: 'untrusted', at, reason: 'tls-early-data', advice: 'check-security', peer });
}
