/** One view at a time by query: ?view=add-account&lang=ja&theme=dark&state=failed. Pictures are taken from here. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ServicesProvider } from '../../../renderer/hooks/services.tsx';
import { createCompareLink, createLabLink, createLink } from '../../../renderer/link/link.ts';
import { startLanguage } from '../../../renderer/locales/i18n.ts';
import { openMirror } from '../../../renderer/store/mirror.ts';
import { startStore } from '../../../renderer/store/store.ts';
import { transportPair } from '../../../src/contract/transport.ts';
import '../../../renderer/theme/theme.css';
import { createFakeEngine } from '../support/fake-engine.ts';
import { original, pieces } from './pieces.tsx';

const query = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = query.get('theme') ?? 'light';
// What the views need of the shell here: nothing but a place to tell the choices to.
Object.assign(window, { tegami: { about: {}, setLanguage() {}, setTheme() {} } });
startLanguage(query.get('lang') ?? 'en');

const realFetch = window.fetch.bind(window);
window.fetch = async (input, init) =>
  /^mail:/.test(String(input))
    ? new Response(original, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
    : realFetch(input, init);

const engine = createFakeEngine();
const link = createLink();
const [here, there] = transportPair();
engine.serve(there);
link.attach(here);

const view = query.get('view') ?? 'controls';
const store = startStore(link, { mirror: openMirror(`forms-${Math.random()}`) });
const Piece = pieces[view]?.({ engine, state: query.get('state') ?? '' });
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <ServicesProvider services={{ link, lab: createLabLink(), compare: createCompareLink(), store }}>
        {Piece ?? <p>no such view: {Object.keys(pieces).join(', ')}</p>}
      </ServicesProvider>
    </StrictMode>,
  );
