/** Folders, list and reader side by side, and what the keyboard does in them. */
import { PencilLine } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../../src/contract/account.ts';
import { bridge } from '../../bridge.ts';
import { Button, Notice } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';
import { useDrafts, useFailedOperations, useFolders, useOutbox, useStatuses } from '../../hooks/use-accounts.ts';
import { useActions } from '../../hooks/use-actions.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { useHomeForFocus } from '../../hooks/use-home-for-focus.ts';
import { usePreferences } from '../../hooks/use-preferences.ts';
import { useTextFocus } from '../../hooks/use-text-focus.ts';
import { useToggle } from '../../hooks/use-toggle.ts';
import { useWidth } from '../../hooks/use-width.ts';
import { setPreferences } from '../../preferences.ts';
import type { ComposeStart } from '../compose/index.ts';
import { FolderPane } from './folders/folder-pane.tsx';
import { commandFor, ownsKeys } from './keys.ts';
import { ListPane } from './list/list-pane.tsx';
import { afterLeaving, neighbour, noSelection, pick, type Selection } from './list/selection.ts';
import { DraftsView } from './outbox/drafts-view.tsx';
import { OutboxView } from './outbox/outbox-view.tsx';
import { Splitter } from './panes.tsx';
import type { Place } from './place.ts';
import { ReaderPane } from './reader/reader-pane.tsx';

export interface MailViewProps {
  accounts: readonly AccountRow[];
  /** False while another view is shown: the keys are not for this one. */
  active: boolean;
  /** The letter being written; null where there is none. Stays alive while it is put aside. */
  compose: ReactNode | null;
  onCompose: (start: ComposeStart) => void;
  /** Grows by one each time a letter is asked for: one that was put aside comes back. */
  composeAsked: number;
  onUnlock: (account: number) => void;
  onWire: () => void;
  /** The folder pane of a medium or narrow window is open over the list. */
  foldersOpen: boolean;
  onFoldersOpen: (open: boolean) => void;
  /** Grows by one each time the menu asks to find. */
  findAsked: number;
}

export function MailView(props: Readonly<MailViewProps>) {
  const { accounts, compose, onCompose } = props;
  const { t } = useTranslation('mail');
  const link = useLink();
  const explain = useExplain();
  const width = useWidth();
  const { folderWidth, listWidth } = usePreferences();
  const folders = useFolders();
  const drafts = useDrafts();
  const outbox = useOutbox();
  const failed = useFailedOperations();
  const statuses = useStatuses();
  const actions = useActions();
  const toggle = useToggle(actions);
  const [chosenPlace, setPlace] = useState<Place | null>(null);
  const [selection, setSelection] = useState<Selection>(noSelection);
  const [reading, setReading] = useState(false);
  const [writing, setWriting] = useState(false);
  const ids = useRef<readonly number[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const body = useTextFocus();

  const allFolders = folders.state === 'ready' ? folders.value : [];
  const place = usable(chosenPlace, allFolders) ?? firstPlace(allFolders, accounts);
  const folder = place?.kind === 'folder' ? allFolders.find(({ id }) => id === place.id) : undefined;
  const waiting = outbox.state === 'ready' ? outbox.value.filter(({ state }) => state !== 'sent').length : 0;

  // A new letter is shown; one that ended leaves nothing behind.
  const composing = compose !== null;
  const { composeAsked } = props;
  useEffect(() => setWriting(composing && composeAsked > 0), [composing, composeAsked]);
  useEffect(() => {
    if (props.findAsked > 0) field.current?.focus();
  }, [props.findAsked]);

  const go = (next: Place) => {
    setPlace(next);
    setSelection(noSelection);
    setReading(false);
    setWriting(false);
    props.onFoldersOpen(false);
  };
  const open = () => {
    setReading(true);
    setWriting(false);
  };
  const leave = () => setSelection((now) => afterLeaving(now, ids.current));
  const sync = () => void link.call('sync.now', {}).catch(() => {}); // what failed stands in the status line
  const back = () => {
    setReading(false);
    list.current?.focus();
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandFor(event);
      if (command === null || event.defaultPrevented) return;
      if (command === 'wire') return props.onWire();
      if (!props.active || ownsKeys(event.target)) return;
      const chosen = [...selection.chosen];
      const [one] = chosen;
      const answer = (kind: 'reply' | 'reply-all' | 'forward') => {
        if (chosen.length === 1 && one !== undefined) onCompose({ kind, message: one });
      };
      switch (command) {
        case 'next':
        case 'previous': {
          const to = neighbour(selection, ids.current, command === 'next' ? 1 : -1);
          if (to !== null) setSelection(pick(to));
          break;
        }
        case 'delete':
          leave();
          actions.remove(chosen);
          break;
        case 'reply':
        case 'reply-all':
        case 'forward':
          answer(command);
          break;
        case 'compose':
          onCompose({ kind: 'new' });
          break;
        case 'find':
          field.current?.focus();
          field.current?.select();
          break;
        case 'flag':
        case 'unread':
          toggle(command === 'flag' ? 'flagged' : 'seen', chosen);
          break;
        case 'sync':
          sync();
          break;
        case 'back':
          if (writing) return;
          back();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });

  useEffect(
    () =>
      bridge().onFrameKey((key) => {
        const focused = document.activeElement;
        if (focused?.tagName === 'IFRAME')
          focused.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }),
    [],
  );
  useHomeForFocus(props.active && !writing, list);

  const folderPane = (
    <FolderPane
      accounts={accounts}
      folders={allFolders}
      statuses={statuses}
      drafts={drafts.state === 'ready' ? drafts.value.length : 0}
      outbox={waiting}
      place={place}
      onGo={go}
      onUnlock={props.onUnlock}
      onSync={sync}
    />
  );
  const local = place?.kind === 'drafts' || place?.kind === 'outbox';
  const showReader = width !== 'narrow' || reading || writing;
  const showList = width !== 'narrow' || !(reading || writing);
  const listMost = Math.max(320, Math.min(720, innerWidth - (width === 'wide' ? folderWidth : 0) - 48 - 320));
  const failures = failed.state === 'ready' ? failed.value : [];

  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      {width === 'wide' ? (
        <>
          <div style={{ width: folderWidth }} className="min-w-0 shrink-0">
            {folderPane}
          </div>
          <Splitter
            name={t('folderWidth')}
            value={folderWidth}
            min={180}
            max={320}
            onChange={(value) => setPreferences({ folderWidth: value })}
          />
        </>
      ) : (
        <ModalOverlay
          isDismissable
          isOpen={props.foldersOpen}
          onOpenChange={props.onFoldersOpen}
          className="fixed inset-y-0 right-0 left-12 z-30 bg-black/25"
        >
          <Modal className="h-full w-72 max-w-full border-r border-rule bg-paper shadow-float">
            <Dialog aria-label={t('folders')} className="h-full outline-0">
              {folderPane}
            </Dialog>
          </Modal>
        </ModalOverlay>
      )}

      {local && showList ? (
        <section
          aria-label={place.kind === 'drafts' ? t('localDrafts') : t('outbox')}
          className="flex min-w-0 flex-1 flex-col"
        >
          <h1 className="flex h-11 shrink-0 items-center gap-2 border-b border-rule px-6 text-[0.9375rem] font-semibold">
            {place.kind === 'drafts' ? t('localDrafts') : t('outbox')}
          </h1>
          {place.kind === 'drafts' ? (
            <DraftsView
              rows={drafts.state === 'ready' ? drafts.value : []}
              onOpen={(draft) => onCompose({ kind: 'draft', draft })}
            />
          ) : (
            <OutboxView
              rows={outbox.state === 'ready' ? outbox.value : []}
              onDraft={(draft) => onCompose({ kind: 'draft', draft })}
            />
          )}
        </section>
      ) : null}

      {folder !== undefined && showList ? (
        <>
          <section
            aria-label={t('list')}
            style={width === 'narrow' ? {} : { width: Math.min(listWidth, listMost) }}
            className={`flex min-h-0 min-w-0 flex-col ${width === 'narrow' ? 'flex-1' : 'shrink-0'}`}
          >
            {actions.failure === null ? null : (
              <Notice
                tone="error"
                helps={explain(actions.failure).helps}
                actions={<Button onPress={actions.dismiss}>{t('dismiss')}</Button>}
              >
                {explain(actions.failure).what}
              </Notice>
            )}
            {failures.map((operation) =>
              operation.error === undefined ? null : (
                <Notice key={operation.id} tone="warn" helps={explain(operation.error).helps}>
                  {explain(operation.error).what}
                </Notice>
              ),
            )}
            <ListPane
              key={folder.id}
              folder={folder}
              account={accounts.find(({ id }) => id === folder.account)}
              status={statuses.get(folder.account)}
              selection={selection}
              onSelect={setSelection}
              onOpen={() => {
                open();
                if (width === 'narrow') body.focus();
              }}
              onRead={() => {
                open();
                body.focus();
              }}
              actions={actions}
              onIds={(now) => {
                ids.current = now;
              }}
              listRef={list}
              fieldRef={field}
            />
          </section>
          {width === 'narrow' ? null : (
            <Splitter
              name={t('listWidth')}
              value={Math.min(listWidth, listMost)}
              min={280}
              max={listMost}
              onChange={(value) => setPreferences({ listWidth: value })}
            />
          )}
        </>
      ) : null}

      {showReader && (folder !== undefined || writing) ? (
        <main
          aria-label={t('message')}
          className={`flex min-h-0 min-w-0 flex-col bg-sheet ${local && width !== 'narrow' ? 'w-1/2' : 'flex-1'}`}
        >
          {compose === null ? null : <div className={writing ? 'contents' : 'hidden'}>{compose}</div>}
          {writing || folder === undefined ? null : (
            <ReaderPane
              selection={selection}
              folders={allFolders.filter(({ account }) => account === folder.account)}
              actions={actions}
              onToggle={(flag) => toggle(flag, [...selection.chosen])}
              onCompose={onCompose}
              onLeave={leave}
              onBack={width === 'narrow' ? back : null}
              bodyRef={body.ref}
            />
          )}
          {compose !== null && !writing ? (
            <div className="flex shrink-0 items-center gap-3 border-t border-rule bg-paper px-6 py-2">
              <PencilLine size={16} strokeWidth={1.5} aria-hidden className="text-indigo" />
              <p className="min-w-0 flex-1 truncate">{t('letterAside')}</p>
              <Button onPress={() => setWriting(true)}>{t('continueLetter')}</Button>
            </div>
          ) : null}
        </main>
      ) : compose === null ? null : (
        <div className="hidden">{compose}</div>
      )}
    </div>
  );
}

function usable(place: Place | null, folders: readonly { id: number }[]): Place | null {
  if (place?.kind === 'folder' && !folders.some(({ id }) => id === place.id)) return null;
  return place;
}

/** The first account's inbox, or its first folder while there is none. */
function firstPlace(
  folders: readonly { id: number; account: number; role: string | null; selectable: boolean }[],
  accounts: readonly AccountRow[],
): Place | null {
  for (const account of accounts) {
    const mine = folders.filter((folder) => folder.account === account.id && folder.selectable);
    const first = mine.find((folder) => folder.role === 'inbox') ?? mine[0];
    if (first !== undefined) return { kind: 'folder', id: first.id };
  }
  return null;
}
