import type { TraceEvent, TraceKind } from '../../contract/lab/trace.ts';

type EventOf<K extends TraceKind> = Extract<TraceEvent, { kind: K }>;

/** What `lab` and `demo` say, but for the scenes themselves, which bring their words along. */
export interface LabWords {
  running(world: string): string;
  loopback: string;
  clock(mode: 'real' | 'fast' | 'manual', rate: number): string;
  kept(mail: string, said: string): readonly string[];
  ca(file: string): string;
  /** What the names of the ports mean. */
  ways: string;
  tryIt: string;
  readonly try: Readonly<Record<'send' | 'fetch' | 'swaks' | 'mutt' | 'dig', string>>;
  ends: string;
  readonly head: Readonly<Record<'host' | 'address' | 'user' | 'password' | 'name', string>>;
  notListening: string;
  problem(file: string, path: string, said: string): string;
  noScene(given: string): string;
  /** What happened, for a line of its own. */
  readonly event: { readonly [K in TraceKind]: (event: EventOf<K>) => string };
  spoken(client: string, server: string, protocol: string, port: number): string;
  /** Lines, or pieces of what was said, that are not shown. */
  left(count: number, what: 'lines' | 'pieces'): string;
  /** Beside AUTH PLAIN. */
  encoded: string;
  /** Conversations of a step that are not shown. */
  moreTalks(count: number): string;
  answer: string;
  took(scenes: number, seconds: string): string;
}
