/** What can be done with the message in the reader, or with several chosen ones. */
import {
  Archive,
  ArrowLeft,
  Ellipsis,
  Flag,
  FolderInput,
  Forward,
  Mail,
  MailOpen,
  Reply,
  ReplyAll,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FolderRow } from '../../../../src/contract/mail.ts';
import { IconButton, Menu, type MenuEntry } from '../../../components/index.ts';

export interface ToolbarProps {
  /** One message can be answered; several can only be moved, marked and deleted. */
  single: boolean;
  unread: boolean;
  flagged: boolean;
  folders: readonly FolderRow[];
  /** Entries of the last menu. */
  more: readonly MenuEntry[];
  onBack: (() => void) | null;
  onReply: () => void;
  onReplyAll: () => void;
  onForward: () => void;
  onDelete: () => void;
  onFlag: () => void;
  onUnread: () => void;
  onMove: (folder: number) => void;
}

export function Toolbar(props: Readonly<ToolbarProps>) {
  const { single, unread, flagged, folders, more } = props;
  const { t } = useTranslation('mail');
  const archive = folders.find((folder) => folder.role === 'archive');
  const targets: MenuEntry[] = folders.map((folder) => ({
    id: String(folder.id),
    label: folder.path,
    onAction: () => props.onMove(folder.id),
  }));
  return (
    <div
      role="toolbar"
      aria-label={t('actions')}
      className="flex h-11 shrink-0 items-center gap-0.5 border-b border-rule px-3"
    >
      {props.onBack === null ? null : (
        <IconButton icon={ArrowLeft} name={t('back')} shortcut="Esc" onPress={props.onBack} className="mr-1" />
      )}
      {single ? (
        <>
          <IconButton icon={Reply} name={t('reply')} shortcut="R" onPress={props.onReply} />
          <IconButton icon={ReplyAll} name={t('replyAll')} shortcut="A" onPress={props.onReplyAll} />
          <IconButton icon={Forward} name={t('forward')} shortcut="F" onPress={props.onForward} />
          <span aria-hidden className="mx-1.5 h-5 border-l border-rule" />
        </>
      ) : null}
      {archive === undefined ? null : (
        <IconButton icon={Archive} name={t('archive')} onPress={() => props.onMove(archive.id)} />
      )}
      <IconButton icon={Trash2} name={t('delete')} shortcut="Del" danger onPress={props.onDelete} />
      {targets.length === 0 ? null : (
        <Menu name={t('moveTo')} entries={targets} placement="bottom start">
          <IconButton icon={FolderInput} name={t('moveTo')} />
        </Menu>
      )}
      <span aria-hidden className="mx-1.5 h-5 border-l border-rule" />
      <IconButton
        icon={unread ? MailOpen : Mail}
        name={unread ? t('markRead') : t('markUnread')}
        shortcut="U"
        onPress={props.onUnread}
      />
      <IconButton
        icon={Flag}
        name={flagged ? t('unflag') : t('flag')}
        shortcut="S"
        pressed={flagged}
        onPress={props.onFlag}
      />
      <span className="flex-1" />
      {more.length === 0 ? null : (
        <Menu name={t('more')} entries={more}>
          <IconButton icon={Ellipsis} name={t('more')} />
        </Menu>
      )}
    </div>
  );
}
