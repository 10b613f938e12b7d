/** Two functions are a transport: hand a message over, and be told of one. A MessagePort, a pipe or a pair in one process. */
export interface Transport {
  send(message: unknown): void;
  /** One listener at a time; the returned function stops it. */
  listen(hear: (message: unknown) => void): () => void;
}

/** Both ends in one process. Delivery is asynchronous and copies, as a MessagePort's is, so that nobody shares an object. */
export function transportPair(): [Transport, Transport] {
  const hears: [Set<(m: unknown) => void>, Set<(m: unknown) => void>] = [new Set(), new Set()];
  const end = (mine: 0 | 1): Transport => ({
    send(message) {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const hear of hears[mine === 0 ? 1 : 0]) hear(copy);
      });
    },
    listen(hear) {
      hears[mine].add(hear);
      return () => hears[mine].delete(hear);
    },
  });
  return [end(0), end(1)];
}
