/** One folder: its icon, its name, how many are unread. */
import {
  Archive,
  ChevronRight,
  FileText,
  Flag,
  Folder,
  Inbox,
  type LucideIcon,
  Mails,
  OctagonAlert,
  PencilLine,
  Send,
  SendHorizontal,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../src/contract/mail.ts';
import { useFormat } from '../../../hooks/use-format.ts';

const icons: Record<Role | 'folder' | 'draft' | 'outbox', LucideIcon> = {
  inbox: Inbox,
  drafts: FileText,
  sent: Send,
  archive: Archive,
  junk: OctagonAlert,
  trash: Trash2,
  all: Mails,
  flagged: Flag,
  folder: Folder,
  draft: PencilLine,
  outbox: SendHorizontal,
};

export interface FolderItemProps {
  icon: keyof typeof icons;
  name: string;
  title?: string;
  count: number;
  countName: 'unreadCount' | 'messageCount';
  /** Its count does not ask for attention. */
  quiet?: boolean;
  depth: number;
  here: boolean;
  disabled?: boolean;
  /** Null where there is nothing below it. */
  open: boolean | null;
  onFold?: () => void;
  onPress: () => void;
}

export function FolderItem(props: Readonly<FolderItemProps>) {
  const { name, count, here, open } = props;
  const { t } = useTranslation('mail');
  const format = useFormat();
  const Icon = icons[props.icon];
  return (
    <div className="relative flex items-center">
      <button
        type="button"
        aria-current={here ? 'page' : 'false'}
        aria-label={
          count > 0
            ? format.list([
                name,
                props.countName === 'unreadCount' ? t('unreadCount', { count }) : t('messageCount', { count }),
              ])
            : name
        }
        {...(open === null ? {} : { 'aria-expanded': open })}
        title={props.title}
        onClick={props.onPress}
        onKeyDown={(event) => {
          if ((event.key === 'ArrowRight' && open === false) || (event.key === 'ArrowLeft' && open === true))
            props.onFold?.();
        }}
        style={{ paddingInlineStart: 8 + props.depth * 16 }}
        className={`flex h-7 min-w-0 flex-1 items-center gap-2 rounded-control pe-2 text-start -outline-offset-1 ${
          here ? 'bg-indigo-wash font-medium text-indigo' : 'text-ink hover:bg-well'
        } ${props.disabled ? 'text-ink-faint' : ''}`}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden className={`shrink-0 ${here ? '' : 'text-ink-soft'}`} />
        <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
        {count > 0 ? (
          <span
            aria-hidden
            className={`tabular shrink-0 text-small ${props.quiet || props.countName === 'messageCount' ? 'text-ink-faint' : here ? 'font-semibold text-indigo' : 'font-semibold text-ink'}`}
          >
            {format.number(count)}
          </span>
        ) : null}
      </button>
      {open === null ? null : (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={props.onFold}
          style={{ insetInlineStart: props.depth * 16 - 8 }}
          className="absolute flex size-4 items-center justify-center rounded-control text-ink-faint hover:text-ink"
        >
          <ChevronRight size={12} strokeWidth={2} className={open ? 'rotate-90' : ''} />
        </button>
      )}
    </div>
  );
}
