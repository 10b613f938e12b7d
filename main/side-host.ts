/** Runs in a process beside the engine: puts a service behind the ports that the shell hands over. */
import './node18.ts';
import { serve } from '../src/contract/serve.ts';
import { Opened, type Served } from './opened.ts';
import { portTransport } from './port.ts';
import { sideCalls } from './side-calls.ts';
import type { SideStart, WindowStart } from './start.ts';

/** @param at where it happened when it cannot be opened, as `lab.open` */
export function hostBeside(at: string, open: (start: SideStart) => Promise<Served>): void {
  let opened: Opened<Served> | null = null;

  process.parentPort.on('message', ({ data, ports }) => {
    const message = data as SideStart | WindowStart;
    const [port] = ports;
    if (port === undefined) return;
    if (message.type === 'window') {
      void opened?.serveWindow(port);
      return;
    }
    const service = new Opened<Served>(at, () => open(message));
    opened = service;
    const close = async () => {
      await service.close();
      return {};
    };
    serve(sideCalls, { 'side.close': close }, portTransport(port));
  });
}
