/** The stand-in engine in a thread of its own, as the real one is in a process of its own, so that only the window is measured. */
import { portTransport } from '../../../renderer/link/port.ts';
import { fillDemo } from '../support/demo.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { messageRow } from '../support/rows.ts';

const engine = createFakeEngine();
fillDemo(engine, Date.now(), 1000);

addEventListener('message', (event: MessageEvent<{ burst?: number } | null>) => {
  const [port] = event.ports;
  if (port !== undefined) engine.serve(portTransport(port));
  const burst = event.data?.burst ?? 0;
  for (let n = 0; n < burst; n++)
    engine.put(
      'message',
      messageRow(500_000 + n, {
        date: Date.now() - n * 1000,
        flags: ['seen'],
        preview: 'A preview of some length. '.repeat(6),
      }),
    );
});
