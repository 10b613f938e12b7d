/** The renderer while ten thousand changes arrive: every task over 50 ms is counted (Long Tasks API). */
import '../../../renderer/theme/theme.css';
import { createCompareLink, createLabLink, createLink } from '../../../renderer/link/link.ts';
import { portTransport } from '../../../renderer/link/port.ts';
import { mount } from '../../../renderer/mount.tsx';
import { openMirror } from '../../../renderer/store/mirror.ts';
import { startStore } from '../../../renderer/store/store.ts';
import { standInBridge } from './shell.ts';

const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' });
const load = {
  ready: false,
  tasks: [] as number[],
  burst: (count: number) => worker.postMessage({ burst: count }),
};
Object.defineProperty(window, 'load', { value: load });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) load.tasks.push(Math.round(entry.duration));
}).observe({ type: 'longtask', buffered: true });

standInBridge(new URLSearchParams(location.search), () => {
  load.ready = true;
});
const link = createLink();
const { port1, port2 } = new MessageChannel();
worker.postMessage(null, [port2]);
link.attach(portTransport(port1));
mount(document.getElementById('root') as HTMLElement, {
  link,
  lab: createLabLink(),
  compare: createCompareLink(),
  store: startStore(link, { mirror: openMirror(`load-${Math.random()}`) }),
});
