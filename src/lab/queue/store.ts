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
  /** How often it was tried; absent: never. */
  readonly attempts?: number;
  /** When it is due again, ms; absent: now. */
  readonly next?: number;
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
  readonly why: 'submitted' | 'relayed' | 'bounce' | 'delay-warning' | 'success-report' | 'list' | 'local';
  /** For bounces: the mail that could not be delivered. */
  readonly parent: string | null;
  /**
   * For what was made out of another mail in this queue (a report, a list's copy): which of its recipients are settled by it. Should a crash come before
   * the other record is replaced, this one says what has been done, and nothing is done twice.
   */
  readonly settles?: Settled;
}

export interface Settled {
  readonly queueId: string;
  readonly recipients: readonly string[];
  /** `warned`: they are still waiting, and the sender knows. */
  readonly as: 'delivered' | 'failed' | 'warned';
}

/** A message that is coming in. Nothing of it is in the queue before `commit` resolves, and then it is durable. */
export interface Receipt {
  write(chunk: Uint8Array): void;
  /** As the mail will be known in this queue. */
  readonly queueId: string;
  /** Octets so far. */
  readonly size: number;
  /** What was written so far. */
  content(): Promise<Buffer>;
  /** @throws MailError disk-full, disk-failed: nothing was taken, answer 452. */
  commit(
    o: Pick<QueueRecord, 'mail' | 'envelope' | 'why' | 'parent' | 'settles'> & {
      /** Goes before what was written: Received and so on. */
      readonly prepend: string | Uint8Array;
    },
  ): Promise<QueueRecord>;
  abort(): void;
}

export interface QueueStore {
  receive(): Receipt;
  list(): readonly QueueRecord[];
  get(queueId: string): QueueRecord | undefined;
  /** The whole message. @throws MailError not-found, disk-failed */
  read(queueId: string): Promise<Buffer>;
  /** Durable when it resolves: replaces the record. A record without waiting recipients may be removed. */
  update(record: QueueRecord): Promise<void>;
  /** Durable when it resolves. */
  remove(queueId: string): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
