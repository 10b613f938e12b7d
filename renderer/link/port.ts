/** A MessagePort as a transport, and how the window receives one from the preload script. */
import type { Bridge, ShellMessage } from '../../src/contract/bridge.ts';
import type { Transport } from '../../src/contract/transport.ts';
import type { Link } from './link.ts';

export function portTransport(port: MessagePort): Transport {
  return {
    send: (message) => port.postMessage(message),
    listen(hear) {
      const onMessage = (event: MessageEvent) => hear(event.data);
      port.addEventListener('message', onMessage);
      port.start();
      return () => {
        port.removeEventListener('message', onMessage);
        port.close();
      };
    },
  };
}

/** The shell sends a port at the start and after each restart of the engine; it is asked once the window listens. */
export function attachPorts(link: Link, target: Window, bridge: Pick<Bridge, 'connect'>): void {
  target.addEventListener('message', (event: MessageEvent<ShellMessage | null>) => {
    if (event.source !== target || typeof event.data !== 'object' || event.data === null) return;
    const [port] = event.ports;
    if (event.data.tegami === 'engine-gone') link.detach();
    else if (event.data.tegami === 'port' && port !== undefined) link.attach(portTransport(port));
  });
  bridge.connect();
}
