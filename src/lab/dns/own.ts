/** Questions of the lab's own resolvers that are under way, by where they come from. The name server asks, so that nothing is told twice. */
import type { Trace } from '../trace/trace.ts';

export type OwnQuestions = Set<string>;

interface From {
  readonly address: string;
  readonly port: number;
}

const byTrace = new WeakMap<Trace, OwnQuestions>();

/** One set for each lab: what shares a trace is one lab. */
export function ownQuestions(trace: Trace): OwnQuestions {
  const known = byTrace.get(trace);
  if (known !== undefined) return known;
  const set: OwnQuestions = new Set();
  byTrace.set(trace, set);
  return set;
}

const key = ({ address, port }: From, id: number): string => `${address}:${port}/${id}`;

/** Ours until the returned function is called. */
export function claim(own: OwnQuestions, from: From, id: number): () => void {
  own.add(key(from, id));
  return () => own.delete(key(from, id));
}

export const hasOwn = (own: OwnQuestions, from: From, id: number): boolean => own.has(key(from, id));
