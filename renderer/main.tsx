/** The window: theme and language first, then the link to the engine, then the views. */
import './theme/theme.css';
import { bridge } from './bridge.ts';
import { createLink } from './link/link.ts';
import { attachPorts } from './link/port.ts';
import { mount } from './mount.tsx';
import { startStore } from './store/store.ts';

const link = createLink();
attachPorts(link, window, bridge());
mount(document.getElementById('root') as HTMLElement, { link, store: startStore(link) });
