/** What a report is about. */
export type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export interface ReportedRecipient {
  readonly address: string;
  /** RFC 3461 ORCPT: `rfc822;…`; null: nobody said. */
  readonly original: string | null;
  readonly action: Action;
  /** The SMTP reply, in the words of whoever gave it. */
  readonly said: string;
  /** The host whose words they are; null: our own. */
  readonly remote: string | null;
  /** Its time was over. */
  readonly expired: boolean;
}

export interface Report {
  /** The host that tells. */
  readonly host: string;
  /** Names the report's Message-ID and boundary. */
  readonly id: string;
  /** Who is told: the reverse-path. */
  readonly to: string;
  /** ms since 1970 */
  readonly now: number;
  readonly recipients: readonly ReportedRecipient[];
  /** When we took the mail, and until when we try. */
  readonly arrived: number;
  readonly until: number;
  readonly envid: string | null;
  readonly ret: 'full' | 'hdrs' | null;
  readonly subject: string;
  readonly message: Buffer;
}
