/** One folder's messages, or what was found: header, states, and the rows. */
import { type Ref, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow, AccountStatus } from '../../../../src/contract/account.ts';
import type { FolderRow } from '../../../../src/contract/mail.ts';
import { Button, Notice, ProgressBar } from '../../../components/index.ts';
import type { Actions } from '../../../hooks/use-actions.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFind } from '../../../hooks/use-find.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useMessageIds, usePatches } from '../../../hooks/use-messages.ts';
import { withoutGone } from '../../../store/overlay.ts';
import type { Filter } from '../../../store/queries/messages.ts';
import { Empty } from '../empty.tsx';
import { ListHeader } from './list-header.tsx';
import { MessageList } from './message-list.tsx';
import { followLoss, inSight, pick, type Selection } from './selection.ts';
import { withKept } from './sticky.ts';

export interface ListPaneProps {
  folder: FolderRow;
  account: AccountRow | undefined;
  status: AccountStatus | undefined;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** A row was chosen by the pointer. */
  onOpen: () => void;
  /** Enter: the reader should have the focus. */
  onRead: () => void;
  /** What is listed now, in order. */
  onIds: (ids: readonly number[]) => void;
  actions: Actions;
  listRef: RefObject<HTMLDivElement | null>;
  fieldRef: Ref<HTMLInputElement>;
}

export function ListPane(props: Readonly<ListPaneProps>) {
  const { folder, selection, onSelect, onIds, status } = props;
  const { t } = useTranslation('mail');
  const explain = useExplain();
  const [text, setText] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const [filter, setFilter] = useState<Filter>('all');
  const patches = usePatches();
  const listed = useMessageIds(folder.id, filter);
  const found = useFind(text, everywhere ? null : folder.id);
  const live = found ?? listed;
  const question = `${filter} ${found === null ? '' : `${text} ${everywhere}`}`;
  const ids = useStable(
    live.state === 'ready' ? withoutGone(live.value, patches) : null,
    question,
    found === null && filter !== 'all' ? selection.chosen : nobody,
  );

  // What was chosen and left the list by somebody else's hand: the one that took its place.
  const before = useRef<{ question: string; ids: readonly number[] }>({ question, ids: [] });
  useEffect(() => {
    if (ids === null) return;
    const next =
      before.current.question === question ? followLoss(selection, before.current.ids, ids) : inSight(selection, ids);
    before.current = { question, ids };
    onIds(ids);
    if (next !== selection) onSelect(next);
  }, [ids, question, selection, onSelect, onIds]);

  const title = folder.role === null ? folder.name : t(`role.${folder.role}`);
  const enter = () => {
    props.listRef.current?.focus();
    if (selection.active === null && ids?.[0] !== undefined) onSelect(pick(ids[0]));
  };
  return (
    <>
      <ListHeader
        title={title}
        count={ids?.length ?? null}
        text={text}
        onText={setText}
        everywhere={everywhere}
        onEverywhere={setEverywhere}
        filter={filter}
        onFilter={setFilter}
        onLeaveField={enter}
        fieldRef={props.fieldRef}
      />
      {found?.state === 'failed' ? (
        <Notice tone="error" helps={explain(found.error).helps}>
          {explain(found.error).what}
        </Notice>
      ) : null}
      {ids === null ? <div className="flex-1" /> : null}
      {ids !== null && ids.length > 0 ? (
        <MessageList
          ids={ids}
          selection={selection}
          onSelect={onSelect}
          onOpen={props.onOpen}
          onRead={props.onRead}
          outgoing={folder.role === 'sent' || folder.role === 'drafts'}
          actions={props.actions}
          listRef={props.listRef}
        />
      ) : null}
      {ids !== null && ids.length === 0 ? (
        <Nothing
          text={text}
          filter={filter}
          status={status}
          onAll={() => {
            setText('');
            setFilter('all');
          }}
        />
      ) : null}
    </>
  );
}

const nobody: ReadonlySet<number> = new Set();

/** The last list of the same question while the next one is read, with what must be kept in it. */
function useStable(
  now: readonly number[] | null,
  question: string,
  keep: ReadonlySet<number>,
): readonly number[] | null {
  const last = useRef<{ question: string; ids: readonly number[] } | null>(null);
  const before = last.current?.question === question ? last.current.ids : null;
  const merged = now === null ? before : before === null ? now : withKept(before, now, keep);
  const same =
    before !== null &&
    merged !== null &&
    before.length === merged.length &&
    before.every((id, at) => id === merged[at]);
  const ids = same ? before : merged;
  useEffect(() => {
    if (ids !== null) last.current = { question, ids };
  }, [ids, question]);
  return ids;
}

interface NothingProps {
  text: string;
  filter: Filter;
  status: AccountStatus | undefined;
  onAll: () => void;
}

function Nothing({ text, filter, status, onAll }: Readonly<NothingProps>) {
  const { t } = useTranslation('mail');
  const format = useFormat();
  const all = <Button onPress={onAll}>{t('showAll')}</Button>;
  if (text !== '') return <Empty title={t('nothingFound', { text })}>{all}</Empty>;
  if (filter !== 'all') return <Empty title={t(`nothing.${filter}`)}>{all}</Empty>;
  if (status?.state === 'syncing' || status?.state === 'connecting') {
    const { done, total } = status;
    return (
      <Empty title={t('firstFetch')}>
        {done === undefined || total === undefined ? null : (
          <ProgressBar
            label={t('fetchingMail')}
            done={done}
            total={total}
            text={t('countOf', { done: format.number(done), total: format.number(total) })}
            className="w-full max-w-80"
          />
        )}
      </Empty>
    );
  }
  return <Empty title={t('folderEmpty')} />;
}
