/** What `vault rebuild` did, for people and scripts. */
export interface RebuildReport {
  /** `repaired`: the database was sound and was brought in line with the files. `rebuilt`: it was not, and a new one was made. */
  readonly how: 'repaired' | 'rebuilt';
  readonly accounts: number;
  /** Messages that got a row again. */
  readonly adopted: number;
  /** Messages whose bytes are not here: fetched again where the server still has them; else their rows, where there are any, tell what they were. */
  readonly lost: number[];
  /** Messages whose bytes are not the ones that were stored, and are kept as they are now. */
  readonly changed: number[];
  /** Files of which nothing tells whose they are (SHA-256); they are left where they lie. */
  readonly unclaimed: string[];
  /** Where the old database was put; null where it was kept. */
  readonly old: string | null;
}
