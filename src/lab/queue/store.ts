/** What waits on one host: mails for which it has taken responsibility, on disk until each recipient is delivered or failed. RFC 5321 §4.5.4. */
export interface QueueRecipient {
  /** As it was given, or as an alias made it. */
  readonly address: string;
  /** RFC 3461: `rfc822;…` as the sender wrote it; null where nobody said. */
  readonly original: string | null;
  /** RFC 3461 NOTIFY; null: not given (then failure and delay are told). */
  readonly notify: readonly ('never' | 'success' | 'failure' | 'delay')[] | null;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** Last answer of who was tried. */
  readonly said: string | null;
  /** What it went through at this host, so that a circle of aliases is found. */
  readonly through: readonly string[];
}

export interface Envelope {
  /** Without brackets; '' is the null reverse-path, to which nothing is ever returned. */
  readonly reversePath: string;
  readonly recipients: readonly QueueRecipient[];
  /** RFC 3461 RET and ENVID. */
  readonly ret: 'full' | 'hdrs' | null;
  readonly envid: string | null;
  readonly smtputf8: boolean;
  readonly body: '7bit' | '8bitmime';
}

/** As it lies on disk beside its message. */
export interface QueueRecord {
  readonly queueId: string;
  /** The trace's name for this mail over all hosts. */
  readonly mail: string;
  readonly envelope: Envelope;
  readonly size: number;
  readonly messageId: string | null;
  readonly subject: string;
  /** When responsibility was taken, ms. */
  readonly since: number;
  readonly attempts: number;
  /** When it is due again, ms. */
  readonly next: number;
  readonly warned: boolean;
  readonly why: 'submitted' | 'relayed' | 'bounce' | 'delay-warning' | 'list' | 'local';
  /** For bounces: the mail that could not be delivered. */
  readonly parent: string | null;
}

/** A message that is coming in. Nothing of it is in the queue before `commit` resolves, and then it is durable. */
export interface Receipt {
  write(chunk: Uint8Array): void;
  /** Octets so far. */
  readonly size: number;
  /** @throws MailError disk-full, disk-failed: nothing was taken, answer 452. */
  commit(
    o: Pick<QueueRecord, 'mail' | 'envelope' | 'why' | 'parent'> & {
      /** Goes before what was written: Received and so on. */ prepend: string;
    },
  ): Promise<QueueRecord>;
  abort(): void;
}

export interface QueueStore {
  receive(): Receipt;
  list(): readonly QueueRecord[];
  read(queueId: string): Promise<Buffer>;
  /** Durable when it resolves: replaces the record. A record without waiting recipients may be removed. */
  update(record: QueueRecord): Promise<void>;
  /** Durable when it resolves. */
  remove(queueId: string): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
