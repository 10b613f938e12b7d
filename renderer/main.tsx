/** The window: theme and language first, then the links to the engine, the lab and the comparison, then the views. */
import './theme/theme.css';
import { bridge } from './bridge.ts';
import { createCompareLink, createLabLink, createLink } from './link/link.ts';
import { attachPorts } from './link/port.ts';
import { mount } from './mount.tsx';
import { startStore } from './store/store.ts';

const link = createLink();
const lab = createLabLink();
const compare = createCompareLink();
attachPorts({ link, lab, compare }, window, bridge());
mount(document.getElementById('root') as HTMLElement, {
  link,
  lab,
  compare,
  store: startStore(link),
});
