/** All accounts with their folders, what lies on this device only, and at the foot what the accounts are doing. */
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow, AccountStatus } from '../../../../src/contract/account.ts';
import type { FolderRow } from '../../../../src/contract/mail.ts';
import { type FolderNode, folderTree } from '../../../store/queries/folders.ts';
import type { Place } from '../place.ts';
import { FolderItem } from './folder-item.tsx';
import { StatusLines } from './status-lines.tsx';

export interface FolderPaneProps {
  accounts: readonly AccountRow[];
  folders: readonly FolderRow[];
  statuses: ReadonlyMap<number, AccountStatus>;
  drafts: number;
  outbox: number;
  place: Place | null;
  onGo: (place: Place) => void;
  onUnlock: (account: number) => void;
  onSync: () => void;
}

export function FolderPane(props: Readonly<FolderPaneProps>) {
  const { accounts, folders, place, onGo } = props;
  const { t, i18n } = useTranslation('mail');
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const trees = useMemo(
    () => accounts.map((account) => ({ account, nodes: folderTree(folders, account.id, i18n.language) })),
    [accounts, folders, i18n.language],
  );
  const fold = (id: number) =>
    setClosed((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const item = ({ folder, depth, children }: FolderNode) => (
    <li key={folder.id}>
      <FolderItem
        icon={folder.role ?? 'folder'}
        name={folder.role === null ? folder.name : t(`role.${folder.role}`)}
        title={folder.path}
        count={folder.role === 'drafts' ? folder.total : folder.unread}
        countName={folder.role === 'drafts' ? 'messageCount' : 'unreadCount'}
        quiet={folder.role === 'junk' || folder.role === 'trash'}
        depth={depth}
        here={place?.kind === 'folder' && place.id === folder.id}
        disabled={!folder.selectable}
        open={children.length === 0 ? null : !closed.has(folder.id)}
        onFold={() => fold(folder.id)}
        onPress={() => (folder.selectable ? onGo({ kind: 'folder', id: folder.id }) : fold(folder.id))}
      />
      {children.length === 0 || closed.has(folder.id) ? null : <ul>{children.map(item)}</ul>}
    </li>
  );
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      <nav aria-label={t('folders')} onKeyDown={moveFocus} className="min-h-0 flex-1 overflow-y-auto px-2 pt-2 pb-4">
        {trees.map(({ account, nodes }) => (
          <section key={account.id} aria-label={account.settings.email}>
            <h2
              className="flex items-baseline gap-2 truncate px-2 pt-3 pb-1 text-small font-medium text-ink-soft"
              title={account.settings.email}
            >
              <span className="truncate">{account.settings.email}</span>
              {account.settings.protocol === 'pop3' ? <span className="shrink-0 text-ink-faint">POP3</span> : null}
            </h2>
            <ul>{nodes.map(item)}</ul>
            {nodes.length === 0 ? <p className="px-2 py-1 text-small text-ink-faint">{t('noFoldersYet')}</p> : null}
          </section>
        ))}
        <section aria-label={t('thisDevice')}>
          <h2 className="truncate px-2 pt-4 pb-1 text-small font-medium text-ink-soft">{t('thisDevice')}</h2>
          <ul>
            <li>
              <FolderItem
                icon="draft"
                name={t('localDrafts')}
                count={props.drafts}
                countName="messageCount"
                depth={0}
                here={place?.kind === 'drafts'}
                open={null}
                onPress={() => onGo({ kind: 'drafts' })}
              />
            </li>
            <li>
              <FolderItem
                icon="outbox"
                name={t('outbox')}
                count={props.outbox}
                countName="messageCount"
                depth={0}
                here={place?.kind === 'outbox'}
                open={null}
                onPress={() => onGo({ kind: 'outbox' })}
              />
            </li>
          </ul>
        </section>
      </nav>
      <StatusLines accounts={accounts} statuses={props.statuses} onUnlock={props.onUnlock} onSync={props.onSync} />
    </div>
  );
}

/** Up and down go from folder to folder; right and left open and close. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[aria-current]')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by !== undefined) items[Math.max(0, Math.min(items.length - 1, at + by))]?.focus();
  else if (event.key === 'Home') items[0]?.focus();
  else if (event.key === 'End') items.at(-1)?.focus();
  else return;
  event.preventDefault();
}
