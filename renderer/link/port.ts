/** A MessagePort as a transport, and how the window receives one from the preload script. */
import type { Bridge, ShellMessage } from '../../src/contract/bridge.ts';
import type { Transport } from '../../src/contract/transport.ts';
import type { LabLink, Link } from './link.ts';

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

/**
 * The shell sends a port to the engine at the start and after each restart; it is asked once the window listens. To the lab there is one after
 * `connectLab`, which the lab's view asks for.
 */
export function attachPorts(o: { link: Link; lab: LabLink }, target: Window, bridge: Pick<Bridge, 'connect'>): void {
  target.addEventListener('message', (event: MessageEvent<ShellMessage | null>) => {
    if (event.source !== target || typeof event.data !== 'object' || event.data === null) return;
    const [port] = event.ports;
    if (event.data.tegami === 'engine-gone') o.link.detach();
    else if (event.data.tegami === 'lab-gone') o.lab.detach();
    else if (event.data.tegami === 'port' && port !== undefined) o.link.attach(portTransport(port));
    else if (event.data.tegami === 'lab-port' && port !== undefined) o.lab.attach(portTransport(port));
  });
  bridge.connect();
}
