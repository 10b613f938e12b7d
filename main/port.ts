/** A MessagePort of Electron as the contract's transport. */
import type { MessagePortMain } from 'electron';
import type { Transport } from '../src/contract/transport.ts';

export function portTransport(port: MessagePortMain): Transport {
  const hears = new Set<(message: unknown) => void>();
  port.on('message', ({ data }) => {
    for (const hear of [...hears]) hear(data);
  });
  port.start();
  return {
    send: (message) => port.postMessage(message),
    listen(hear) {
      hears.add(hear);
      return () => {
        hears.delete(hear);
      };
    },
  };
}
