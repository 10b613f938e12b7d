/** Runs in the lab's own process: puts the lab behind the ports that the shell hands over. No socket is opened before `lab.start`. */
import './node18.ts';
import { serve } from '../src/contract/serve.ts';
import type { Transport } from '../src/contract/transport.ts';
import { labService } from '../src/lab/index.ts';
import { labPrivateCalls } from './lab-calls.ts';
import { Opened, type Served } from './opened.ts';
import { portTransport } from './port.ts';
import type { LabStart, WindowStart } from './start.ts';

let opened: Opened<Served> | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as LabStart | WindowStart;
  const [port] = ports;
  if (port === undefined) return;
  if (message.type === 'start') opened = host(message, portTransport(port));
  else void opened?.serveWindow(port);
});

function host({ folder }: LabStart, shell: Transport): Opened<Served> {
  const lab = new Opened('lab.open', async () => labService(folder));
  serve(
    labPrivateCalls,
    {
      'lab.close': async () => {
        await lab.close();
        return {};
      },
    },
    shell,
  );
  return lab;
}
