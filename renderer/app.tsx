/** What the window shows: the welcome until there is an account, then mail, lab, Compare or settings, with the rail beside and the wire below. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from './bridge.ts';
import { Dialog } from './components/index.ts';
import { useLink } from './hooks/services.tsx';
import { useAccounts, useStatuses } from './hooks/use-accounts.ts';
import { useCaughtUp } from './hooks/use-caught-up.ts';
import { useWidth } from './hooks/use-width.ts';
import { AddAccountDialog, UnlockForm } from './views/account/index.ts';
import { CompareView } from './views/compare/index.ts';
import { type ComposeEnd, type ComposeStart, ComposeView, Departure } from './views/compose/index.ts';
import { LabView } from './views/lab/index.ts';
import { MailView } from './views/mail/mail-view.tsx';
import { Rail } from './views/rail/rail.tsx';
import { SettingsView } from './views/settings/settings-view.tsx';
import { Welcome } from './views/welcome/index.ts';
import { WireDrawer } from './views/wire/wire-drawer.tsx';

export function App() {
  const { t } = useTranslation('common');
  const link = useLink();
  const width = useWidth();
  const accounts = useAccounts();
  const statuses = useStatuses();
  const caughtUp = useCaughtUp();
  const [view, setView] = useState<'mail' | 'lab' | 'compare' | 'settings'>('mail');
  // Once opened, the views of the lab and of Compare stay: what was chosen in them is there when one comes back.
  const [labSeen, setLabSeen] = useState(false);
  const [compareSeen, setCompareSeen] = useState(false);
  const toLab = () => {
    setLabSeen(true);
    setView('lab');
  };
  const toCompare = () => {
    setCompareSeen(true);
    setView('compare');
  };
  const [letter, setLetter] = useState<{ n: number; start: ComposeStart } | null>(null);
  const [departing, setDeparting] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);
  const [unlocking, setUnlocking] = useState<number | null>(null);
  const [wire, setWire] = useState(false);
  const [foldersOpen, setFoldersOpen] = useState(false);
  const [findAsked, setFindAsked] = useState(0);
  const [composeAsked, setComposeAsked] = useState(0);
  const rows = accounts.state === 'ready' ? accounts.value : [];
  const phase = rows.length > 0 ? 'accounts' : caughtUp && accounts.state === 'ready' ? 'none' : 'starting';

  // One letter at a time: another one would hide the first. The open one asks what shall become of it.
  const [next, setNext] = useState<ComposeStart | null>(null);
  const busyWriting = letter !== null;
  const compose = useCallback(
    (start: ComposeStart) => {
      setView('mail');
      if (busyWriting) setNext(start);
      else setLetter({ n: Date.now(), start });
      setComposeAsked((n) => n + 1);
    },
    [busyWriting],
  );
  useEffect(
    () =>
      bridge().onMenu((command) => {
        if (command === 'compose') compose({ kind: 'new' });
        else if (command === 'add-account') setAdding(true);
        else if (command === 'sync') void link.call('sync.now', {}).catch(() => {});
        else if (command === 'settings') setView('settings');
        else if (command === 'wire') setWire((open) => !open);
        else {
          setView('mail');
          setFindAsked((n) => n + 1);
        }
      }),
    [link, compose],
  );
  useEffect(() => {
    if (phase === 'starting' || !caughtUp) return;
    void document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => bridge().ready())));
  }, [phase, caughtUp]);

  const locked = rows.find(({ id }) => id === unlocking);
  const close = (end: ComposeEnd) => {
    setLetter(end.how === 'saved' && end.goOn && next !== null ? { n: Date.now(), start: next } : null);
    setNext(null);
    if (end.how === 'submitted') setDeparting(end.outbox);
  };
  const departed = useCallback(() => setDeparting(null), []);
  return (
    <div className="flex h-full flex-col">
      {phase === 'none' && view === 'mail' ? (
        <Welcome onAddAccount={() => setAdding(true)} onLab={toLab} onCompare={toCompare} />
      ) : phase === 'starting' ? null : (
        <>
          <div className="flex min-h-0 flex-1">
            <Rail
              here={view}
              onCompose={rows.length > 0 ? () => compose({ kind: 'new' }) : null}
              onMail={() => setView('mail')}
              onLab={toLab}
              onCompare={toCompare}
              onSettings={() => setView('settings')}
              wireOpen={wire}
              onWire={() => setWire(!wire)}
              onFolders={width !== 'wide' && view === 'mail' ? () => setFoldersOpen(true) : null}
            />
            {view === 'settings' ? <SettingsView accounts={rows} onAddAccount={() => setAdding(true)} /> : null}
            {labSeen ? (
              <div className={view === 'lab' ? 'contents' : 'hidden'}>
                <LabView accounts={rows} onMail={() => setView('mail')} />
              </div>
            ) : null}
            {compareSeen ? (
              <div className={view === 'compare' ? 'contents' : 'hidden'}>
                <CompareView />
              </div>
            ) : null}
            <div className={view === 'mail' ? 'contents' : 'hidden'}>
              <MailView
                accounts={rows}
                active={view === 'mail'}
                compose={
                  letter === null ? null : (
                    <ComposeView
                      key={letter.n}
                      start={letter.start}
                      another={next !== null}
                      onAnotherDropped={() => setNext(null)}
                      onClose={close}
                    />
                  )
                }
                onCompose={compose}
                composeAsked={composeAsked}
                onUnlock={setUnlocking}
                onWire={() => setWire((open) => !open)}
                foldersOpen={foldersOpen}
                onFoldersOpen={setFoldersOpen}
                findAsked={findAsked}
              />
            </div>
          </div>
          {wire ? <WireDrawer accounts={rows} onClose={() => setWire(false)} /> : null}
        </>
      )}
      <Departure outbox={departing} onGone={departed} />
      {adding ? (
        <AddAccountDialog
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            setView('mail');
          }}
        />
      ) : null}
      {locked === undefined ? null : (
        <Dialog
          title={t('signIn', { account: locked.settings.email })}
          open
          width="narrow"
          onClose={() => setUnlocking(null)}
        >
          <div className="p-6">
            <UnlockForm
              account={locked}
              error={statuses.get(locked.id)?.error}
              onDone={() => setUnlocking(null)}
              autoFocus
            />
          </div>
        </Dialog>
      )}
    </div>
  );
}
