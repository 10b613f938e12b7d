// Temporary: stands for src/engine until that is there. Answers with an empty mailbox.
import type { Log, Secrets } from '../src/base/ports.ts';
import { privateCalls } from '../src/contract/host.ts';
import type { Handlers } from '../src/contract/serve.ts';
import { serve } from '../src/contract/serve.ts';
import { type Calls, calls } from '../src/contract/table.ts';
import type { Transport } from '../src/contract/transport.ts';

export interface Engine {
  serve(transport: Transport): () => void;
  servePrivate(transport: Transport): () => void;
  close(): Promise<void>;
}
export async function openEngine(o: {
  profile: string;
  secrets: Secrets;
  log: Log;
  parseWorker?: string;
  version?: string;
}): Promise<Engine> {
  const handlers = {
    'engine.about': () => ({ version: '0.1.0', secrets: o.secrets.store, profile: o.profile }),
    'accounts.list': () => [],
    'accounts.statuses': () => [],
    'folders.list': () => [],
    'outbox.list': () => [],
    'wire.lines': () => [],
    'changes.since': () => ({ reset: false, changes: [], cursor: { epoch: 'empty', seq: 0 }, more: false }),
  };
  return {
    serve: (transport) => serve(calls, handlers as unknown as Handlers<Calls>, transport),
    servePrivate: (transport) =>
      serve(
        privateCalls,
        {
          'part.locate': () => {
            throw new Error('none');
          },
          'engine.close': () => ({}),
        },
        transport,
      ),
    close: async () => {},
  };
}
