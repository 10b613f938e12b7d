/**
 * The renderer with the stand-in engine, to be looked at in a browser: `npx vite --config test/renderer/gallery/vite.config.ts`.
 * The address chooses the state (?lab=on has the lab running, &mails=N many in its trace and queue; ?compare=none|ran|hangs chooses what was compared): ?state=full|empty|welcome|fetching|offline|locked, ?rows=N, ?lang=, ?theme=, ?locale=.
 */
import '../../../renderer/theme/theme.css';
import { createCompareLink, createLabLink, createLink } from '../../../renderer/link/link.ts';
import { mount } from '../../../renderer/mount.tsx';
import { openMirror } from '../../../renderer/store/mirror.ts';
import { startStore } from '../../../renderer/store/store.ts';
import { transportPair } from '../../../src/contract/transport.ts';
import { fillDemo } from '../support/demo.ts';
import { createFakeCompare, many } from '../support/fake-compare.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { createFakeLab, queued } from '../support/fake-lab.ts';
import { crowd } from '../support/lab-events.ts';
import { accountRow, folderRow } from '../support/rows.ts';
import { standInBridge } from './shell.ts';

const query = new URLSearchParams(location.search);
const state = query.get('state') ?? 'full';
const now = Number(query.get('now') ?? Date.now());
const engine = createFakeEngine();
const gallery = { engine, ready: false, more: (_count: number, _after: number): void => {} };
declare global {
  interface Window {
    gallery: typeof gallery;
  }
}
window.gallery = gallery;

standInBridge(query, () => {
  gallery.ready = true;
});

let parts: ReadonlyMap<string, { type: string; text: string }> = new Map();
if (state === 'full' || state === 'offline' || state === 'locked')
  ({ parts } = fillDemo(engine, now, Number(query.get('rows') ?? 10_000)));
if (state === 'offline' || state === 'locked')
  for (const account of [1, 2])
    engine.status(
      state === 'offline'
        ? {
            account,
            state: 'offline',
            at: now,
            nextTry: now + 120_000,
            error: {
              kind: 'unreachable',
              at: 'net.connect',
              reason: 'name-not-found',
              advice: 'check-server',
              peer: 'mail.hana.test:993',
              facts: { host: 'mail.hana.test' },
            },
          }
        : { account, state: 'needs-password', at: now },
    );
if (state === 'empty' || state === 'fetching') {
  engine.put('account', accountRow(1, 'ben@hana.test'));
  engine.put('folder', folderRow(1, 'INBOX', { role: 'inbox' }));
  engine.put('folder', folderRow(6, 'Trash', { role: 'trash' }));
  engine.status(
    state === 'empty'
      ? { account: 1, state: 'up-to-date', at: now }
      : { account: 1, state: 'syncing', folder: 'Inbox', done: 1240, total: 10_000, at: now },
  );
}

const realFetch = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const part = /^mail:\/\/message\/(.+)$/.exec(url)?.[1];
  if (part === undefined) return realFetch(input, init);
  const found = parts.get(decodeURIComponent(part)) ?? { type: 'text/plain', text: 'The text of this message.\n' };
  return new Response(found.text, { headers: { 'content-type': `${found.type}; charset=utf-8` } });
};

const link = createLink();
const [ours, theirs] = transportPair();
engine.serve(theirs);
link.attach(ours);
const lab = createLabLink();
const [labHere, labThere] = transportPair();
const mails = Number(query.get('mails') ?? 0);
const fakeLab = createFakeLab({
  on: query.get('lab') === 'on',
  ...(mails === 0
    ? {}
    : {
        events: crowd(mails),
        queue: Array.from({ length: mails * 2 }, (_, n) => ({ ...queued, queueId: `q${n}`, subject: `Mail ${n}` })),
      }),
});
fakeLab.serve(labThere);
window.gallery.more = (count, after) => fakeLab.happens(crowd(count, after));
lab.attach(labHere);
const compare = createCompareLink();
const [compareHere, compareThere] = transportPair();
const compared = query.get('compare') ?? 'ran';
createFakeCompare({
  ...(compared === 'ran' ? { ran: true as const } : {}),
  hangs: compared === 'hangs',
  ...(compared === 'many' ? { experiments: [many], ran: true as const } : {}),
}).serve(compareThere);
compare.attach(compareHere);
const name = query.get('db') ?? `gallery-${Math.random()}`;
mount(document.getElementById('root') as HTMLElement, {
  link,
  lab,
  compare,
  store: startStore(link, { mirror: openMirror(name) }),
});
