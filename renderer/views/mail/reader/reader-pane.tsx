/** The reader for one chosen message, what can be done with several, or nothing. */
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderRow } from '../../../../src/contract/mail.ts';
import type { Actions } from '../../../hooks/use-actions.ts';
import type { ComposeStart } from '../../compose/index.ts';
import { Empty } from '../empty.tsx';
import type { Selection } from '../list/selection.ts';
import { Reader } from './reader.tsx';
import { Toolbar } from './toolbar.tsx';

export interface ReaderPaneProps {
  selection: Selection;
  folders: readonly FolderRow[];
  actions: Actions;
  onToggle: (flag: 'seen' | 'flagged') => void;
  onCompose: (start: ComposeStart) => void;
  onLeave: () => void;
  onBack: (() => void) | null;
  bodyRef: Ref<HTMLDivElement>;
}

export function ReaderPane(props: Readonly<ReaderPaneProps>) {
  const { selection, actions } = props;
  const { t } = useTranslation('mail');
  const ids = [...selection.chosen];
  const [one] = ids;
  if (one === undefined) return <Empty title={t('nothingChosen')} help={t('nothingChosenHelp')} />;
  if (ids.length === 1)
    return (
      <Reader
        id={one}
        actions={actions}
        folders={props.folders}
        onCompose={props.onCompose}
        onLeave={props.onLeave}
        onBack={props.onBack}
        bodyRef={props.bodyRef}
      />
    );
  const nothing = () => {};
  return (
    <>
      <Toolbar
        single={false}
        unread={false}
        flagged={false}
        folders={props.folders.filter((folder) => folder.selectable)}
        more={[]}
        onBack={props.onBack}
        onReply={nothing}
        onReplyAll={nothing}
        onForward={nothing}
        onDelete={() => {
          props.onLeave();
          actions.remove(ids);
        }}
        onFlag={() => props.onToggle('flagged')}
        onUnread={() => props.onToggle('seen')}
        onMove={(to) => {
          props.onLeave();
          actions.move(ids, to);
        }}
      />
      <Empty title={t('severalChosen', { count: ids.length })} help={t('severalHelp')} />
    </>
  );
}
