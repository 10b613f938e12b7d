/**
 * What libraries expect of Node 20 and the oldest runtime (Electron 25: Node 18.15) lacks. Imported before everything else; does
 * nothing on a current runtime. Goes when the stand-in runtime goes (docs/decisions/0020).
 */

import { webcrypto } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';

// pino 10 (in imapflow) traces through it at load time. Node 18.19 and 19.9 brought it.
const channels = diagnostics as unknown as Record<string, unknown>;
channels['tracingChannel'] ??= () => {
  const silent = { hasSubscribers: false, publish() {}, subscribe() {}, unsubscribe() {} };
  const plain = (run: (...args: unknown[]) => unknown, _context: unknown, self: unknown, ...args: unknown[]): unknown =>
    run.apply(self, args);
  return {
    hasSubscribers: false,
    start: silent,
    end: silent,
    asyncStart: silent,
    asyncEnd: silent,
    error: silent,
    subscribe() {},
    unsubscribe() {},
    traceSync: plain,
    tracePromise: plain,
    traceCallback: (
      run: (...args: unknown[]) => unknown,
      _position: unknown,
      _context: unknown,
      self: unknown,
      ...args: unknown[]
    ) => run.apply(self, args),
  };
};

// Web Crypto is a global since Node 19.
if (globalThis.crypto === undefined)
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
