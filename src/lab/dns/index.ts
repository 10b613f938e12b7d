/** What the rest of the lab uses of its DNS. */
export type { DnsRecord, RecordOf, RecordType } from './records.ts';
export { type Answer, type AskedFor, labResolver, type Resolver } from './resolver.ts';
export { type ExtraRecord, type ExtraRecords, serveDns } from './serve.ts';
