import type { WireStream } from './stream.ts';

/** What an account trusts beside the system's authorities. `ca` is PEM text; a pin is one certificate for one host. */
export interface Trust {
  readonly ca?: string | undefined;
  readonly pins: readonly Pin[];
}

/** SHA-256 of the certificate's DER form, lower-case hex. */
export interface Pin {
  readonly host: string;
  readonly sha256: string;
}

/** Octets at the TCP socket (outside TLS and COMPRESS) and commands; one object is shared by an account's connections. */
export class Counters {
  bytesIn = 0;
  bytesOut = 0;
  connections = 0;
  commands = 0;
  /**
   * How often a connection had to wait for the way to the server and back, however much was asked for at once:
   * - 1 for TCP;
   * - TLS: 1 for 1.3 (RFC 8446 §2), 2 for a full handshake of 1.2 (RFC 5246 §7.3), in which the server has the last word;
   * - 1 for the greeting, but none where it comes along with the server's last word of TLS 1.2;
   * - 1 each time the server is heard for the first time after the client said something. Commands that left together are one,
   *   whatever answers them; a literal or a mechanism's answer that waits for `+` is one of its own; what the server says
   *   unasked (IDLE), and the rest of a long answer, is none.
   *
   * DNS is not counted, nor a word that was never answered.
   */
  roundTrips = 0;
}

/**
 * Where a connection to this server is really made: by way of a line that is simulated or measured. Who the server must prove to be
 * does not change. What it throws is why there is no connection; a MailError is told as it is.
 */
export type Route = (server: {
  readonly host: string;
  readonly port: number;
}) => Promise<{ readonly host: string; readonly port: number }>;

export type Protocol = 'imap' | 'pop3' | 'smtp';

/** One line as it was spoken: CRLF and secrets removed, message data cut and counted. `*` is a note of ours. */
export interface TranscriptLine {
  readonly who: 'C' | 'S' | '*';
  readonly text: string;
}

export interface WireOptions {
  readonly host: string;
  readonly port: number;
  readonly security: 'implicit' | 'starttls' | 'none';
  readonly trust: Trust;
  readonly protocol: Protocol;
  /** One deadline for DNS, TCP and TLS. */
  readonly connectMs?: number | undefined;
  /** Nothing heard for so long while an answer is owed (Wire.owe): MailError reason `silent`. */
  readonly silenceMs?: number | undefined;
  readonly counters?: Counters | undefined;
  /** Where not set, straight to `host` and `port`. */
  readonly route?: Route | undefined;
  readonly record?: ((line: TranscriptLine) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was agreed in the handshake. */
export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  /** Of the server's certificate, lower-case hex. */
  readonly sha256: string;
}

export interface Wire {
  /** Clear text as the protocol sees it; another object after startTls(). It has an error listener already. */
  readonly stream: WireStream;
  /** `host:port` of the server, by whatever way. */
  readonly peer: string;
  readonly tls: TlsFacts | null;
  /**
   * Starts TLS on the open connection, after the server's agreement was read.
   * @throws MailError `tls-early-data` where anything came between that agreement and the handshake, `certificate-*`, …
   */
  startTls(): Promise<void>;
  /** Says whether an answer is owed: only then is silence a failure. It is owed from the start (the greeting). */
  owe(owed: boolean): void;
  /** The stream carries compressed octets from here on (RFC 4978): whoever inflates them feeds the tap with what was said. */
  tapInside(): { server(chunk: Buffer): void; client(chunk: Buffer): void };
  close(): void;
}
