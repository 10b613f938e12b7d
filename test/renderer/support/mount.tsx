/** Draws a view into jsdom with stand-ins behind its links. Import it before anything of the renderer that looks at the window. */
import { configure } from '@testing-library/dom';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import type { Services } from '../../../renderer/hooks/services.tsx';
import { createCompareLink, createLabLink, createLink } from '../../../renderer/link/link.ts';
import type { Store } from '../../../renderer/store/store.ts';
import { transportPair } from '../../../src/contract/transport.ts';
import type { FakeCompare } from './fake-compare.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import type { FakeLab } from './fake-lab.ts';

configure({ asyncUtilTimeout: 10_000 });
window.matchMedia ??= ((query: string) => ({
  matches: query.includes('reduced-motion'),
  media: query,
  addEventListener() {},
  removeEventListener() {},
})) as unknown as typeof window.matchMedia;
Element.prototype.scrollIntoView ??= () => {};
(globalThis as { CSS?: unknown }).CSS ??= { escape: (text: string) => text };
export const saved = vi.fn(async () => ({ state: 'saved' as const, name: 'tegami-lab-ca.pem' }));
/** Pictures that were saved. */
export const pictured = vi.fn(async () => ({ state: 'saved' as const, name: 'read-state.png' }));
Object.assign(window, {
  tegami: {
    about: { runtime: { standIn: false } },
    connectLab() {},
    connectCompare() {},
    saveText: saved,
    savePicture: pictured,
    setLanguage() {},
    setTheme() {},
  },
});

export interface Mounted {
  readonly engine: FakeEngine;
  readonly services: Services;
  unmount(): void;
}

export async function mountView(
  view: ReactNode,
  lab: FakeLab | null,
  language: 'en' | 'ja' = 'en',
  compare: FakeCompare | null = null,
): Promise<Mounted> {
  const { ServicesProvider } = await import('../../../renderer/hooks/services.tsx');
  const { startLanguage } = await import('../../../renderer/locales/i18n.ts');
  startLanguage(language);
  const engine = createFakeEngine();
  const link = createLink();
  const [ours, theirs] = transportPair();
  engine.serve(theirs);
  link.attach(ours);
  const labLink = createLabLink();
  if (lab !== null) {
    const [here, there] = transportPair();
    lab.serve(there);
    labLink.attach(here);
  }
  const compareLink = createCompareLink();
  if (compare !== null) {
    const [here, there] = transportPair();
    compare.serve(there);
    compareLink.attach(here);
  }
  const services: Services = { link, lab: labLink, compare: compareLink, store: {} as Store };
  const element = document.body.appendChild(document.createElement('div'));
  const root = createRoot(element);
  root.render(<ServicesProvider services={services}>{view}</ServicesProvider>);
  return {
    engine,
    services,
    unmount() {
      root.unmount();
      element.remove();
    },
  };
}
