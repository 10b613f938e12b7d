/** The window: theme and language first, then the links to the engine and the lab, then the views. */
import './theme/theme.css';
import { bridge } from './bridge.ts';
import { createLabLink, createLink } from './link/link.ts';
import { attachPorts } from './link/port.ts';
import { mount } from './mount.tsx';
import { startStore } from './store/store.ts';

const link = createLink();
const lab = createLabLink();
attachPorts({ link, lab }, window, bridge());
mount(document.getElementById('root') as HTMLElement, { link, lab, store: startStore(link) });
