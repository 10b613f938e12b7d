/** What an SMTP server asks of those behind it. The conversation knows grammar and order; whether something is wanted is decided here. */
import type { Envelope } from '../queue/store.ts';

export interface Reply {
  /** As 250. */
  readonly code: number;
  /** Enhanced status (RFC 3463) and words, one line each: `5.1.1 No such user here`. */
  readonly text: string | readonly string[];
}

export interface Peer {
  /** The world's address of the client. */
  readonly address: string;
  /** What it calls itself; '' before EHLO. */
  helo: string;
  readonly extended: boolean;
  /** TLS version, or null in clear. */
  tls: string | null;
  /** Address of the signed-in user. */
  user: string | null;
  readonly connection: string;
  /** `address:port` of the client's end of the socket (without `::ffff:`): by it the lab follows a mail from host to host. */
  readonly remote?: string;
  /** The trace's name of the mail that is being handed over, where it is known; set by the policy, forgotten by the conversation when the transaction ends. */
  mail?: string;
}

export interface SmtpPolicy {
  /** Longest message, in octets (RFC 1870). */
  maxSize(): number;
  /** MAIL was said and is sound so far: time to set `peer.mail`, so that the trace has it from this command on. */
  begins?(peer: Peer): void;
  /** Null: accepted. `peer.user` becomes `user`, unless it was set here. */
  authenticate(peer: Peer, user: string, password: string): Promise<Reply | null>;
  /** Paths come without brackets and source route, quoted only where they must be: `ben@hana.test`, `"b n"@hana.test`; '' is the null reverse-path. */
  mail(peer: Peer, reversePath: string): Promise<Reply | null>;
  rcpt(peer: Peer, forwardPath: string, reversePath: string): Promise<Reply | null>;
  /** Where the content goes while it comes; at the end `done` gives the answer to the final dot: 250 only when it is durable. */
  content(peer: Peer, envelope: Envelope): ContentSink;
}

export interface ContentSink {
  /** Dot-unstuffed, CRLF line ends. The octets stay as they are and may be kept. */
  write(chunk: Uint8Array): void;
  /** Once, after the last `write`; then `abort` is not called any more. */
  done(): Promise<Reply>;
  /** Once, instead of `done`: the connection was cut, or the message is refused (too large, bare CR or LF): nothing was taken. */
  abort(): void;
}
