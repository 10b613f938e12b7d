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
}

export interface SmtpPolicy {
  /** Longest message, in octets (RFC 1870). */
  maxSize(): number;
  /** Null: accepted. */
  authenticate(peer: Peer, user: string, password: string): Promise<Reply | null>;
  mail(peer: Peer, reversePath: string): Promise<Reply | null>;
  rcpt(peer: Peer, forwardPath: string, reversePath: string): Promise<Reply | null>;
  /** Where the content goes while it comes; at the end `done` gives the answer to the final dot: 250 only when it is durable. */
  content(peer: Peer, envelope: Envelope): ContentSink;
}

export interface ContentSink {
  /** Dot-unstuffed, CRLF line ends. */
  write(chunk: Uint8Array): void;
  done(): Promise<Reply>;
  /** The connection was cut, or the message is too large: nothing was taken. */
  abort(): void;
}
