/** A MessagePort as a transport, and how the window receives one from the preload script. */
import type { Bridge, ShellMessage } from '../../src/contract/bridge.ts';
import type { Transport } from '../../src/contract/transport.ts';
import type { CompareLink, LabLink, Link } from './link.ts';

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
 * The shell sends a port to the engine at the start and after each restart; it is asked once the window listens. To the lab and to the
 * comparison there is one after `connectLab` and `connectCompare`, which their views ask for.
 */
export function attachPorts(
  o: { link: Link; lab: LabLink; compare: CompareLink },
  target: Window,
  bridge: Pick<Bridge, 'connect'>,
): void {
  const ports = { port: o.link, 'lab-port': o.lab, 'compare-port': o.compare } as const;
  const ends = { 'engine-gone': o.link, 'lab-gone': o.lab, 'compare-gone': o.compare } as const;
  target.addEventListener('message', (event: MessageEvent<ShellMessage | null>) => {
    if (event.source !== target || typeof event.data !== 'object' || event.data === null) return;
    const { tegami } = event.data;
    const [port] = event.ports;
    if (Object.hasOwn(ends, tegami)) ends[tegami as keyof typeof ends].detach();
    else if (Object.hasOwn(ports, tegami) && port !== undefined)
      ports[tegami as keyof typeof ports].attach(portTransport(port));
  });
  bridge.connect();
}
