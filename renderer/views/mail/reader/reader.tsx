/** One message: what can be done with it, its header, its text, its files. */
import { CircleHelp } from 'lucide-react';
import { type Ref, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderRow, MessageRow, OpenMessage } from '../../../../src/contract/mail.ts';
import { Button, type MenuEntry, Notice } from '../../../components/index.ts';
import type { Actions } from '../../../hooks/use-actions.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { type Opening, useMessage, useOpenMessage } from '../../../hooks/use-message.ts';
import { useText } from '../../../hooks/use-text.ts';
import type { ComposeStart } from '../../compose/index.ts';
import { Attachments } from './attachments.tsx';
import { HtmlBody } from './html-body.tsx';
import { MessageHeader } from './message-header.tsx';
import { PlainBody } from './plain-body.tsx';
import { Toolbar } from './toolbar.tsx';
import { Why } from './why.tsx';

export interface ReaderProps {
  id: number;
  actions: Actions;
  /** Where this message could be moved to. */
  folders: readonly FolderRow[];
  onCompose: (start: ComposeStart) => void;
  /** Deleted or moved from here: the list goes on to the next one first. */
  onLeave: () => void;
  onBack: (() => void) | null;
  bodyRef: Ref<HTMLDivElement>;
}

/** Shown for so long, a message counts as read: longer than passing over it with the arrow keys. */
const readAfter = 600;

export function Reader(props: Readonly<ReaderProps>) {
  const { id, actions, onCompose, onLeave } = props;
  const { t } = useTranslation('mail');
  const message = useMessage(id);
  const opening = useOpenMessage(id);
  const [why, setWhy] = useState<number | null>(null);
  useMarkRead(message.state === 'ready' ? message.row : null, opening.state === 'open', actions);

  if (message.state === 'missing') return <p className="m-auto px-6 text-center text-ink-soft">{t('missing')}</p>;
  const row = message.state === 'ready' ? message.row : null;
  const unread = row?.flags.includes('seen') === false;
  const flagged = row?.flags.includes('flagged') === true;
  const more: MenuEntry[] = [{ id: 'why', label: t('why'), icon: CircleHelp, onAction: () => setWhy(id) }];
  return (
    <>
      <Toolbar
        single
        unread={unread}
        flagged={flagged}
        folders={props.folders.filter((folder) => folder.id !== row?.folder && folder.selectable)}
        more={more}
        onBack={props.onBack}
        onReply={() => onCompose({ kind: 'reply', message: id })}
        onReplyAll={() => onCompose({ kind: 'reply-all', message: id })}
        onForward={() => onCompose({ kind: 'forward', message: id })}
        onDelete={() => {
          onLeave();
          actions.remove([id]);
        }}
        onFlag={() => actions.flag([id], flagged ? [] : ['flagged'], flagged ? ['flagged'] : [])}
        onUnread={() => actions.flag([id], unread ? ['seen'] : [], unread ? [] : ['seen'])}
        onMove={(to) => {
          onLeave();
          actions.move([id], to);
        }}
      />
      {row === null ? null : (
        <>
          {why === id ? <Why message={id} onClose={() => setWhy(null)} /> : null}
          <MessageHeader key={id} row={row} opened={opening.state === 'open' ? opening.opened : null} />
          <Body row={row} opening={opening} bodyRef={props.bodyRef} />
          <Attachments
            key={`${id} files`}
            message={id}
            attachments={
              opening.state === 'open' ? opening.opened.row.attachments.map((a) => heldNow(a, row)) : row.attachments
            }
          />
        </>
      )}
    </>
  );
}

/** The mirror hears first that an attachment was fetched. */
function heldNow<A extends { part: string; held: boolean }>(attachment: A, row: MessageRow): A {
  return row.attachments.some((a) => a.part === attachment.part && a.held) ? { ...attachment, held: true } : attachment;
}

function useMarkRead(row: MessageRow | null, open: boolean, actions: Actions): void {
  const [done, setDone] = useState<number | null>(null);
  const id = row?.id ?? null;
  const unread = row?.flags.includes('seen') === false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opening, so that "mark unread" stays
  useEffect(() => {
    if (!open || id === null || done === id) return;
    const timer = setTimeout(() => {
      setDone(id);
      if (unread) actions.flag([id], ['seen'], []);
    }, readAfter);
    return () => clearTimeout(timer);
  }, [id, open, done]);
}

interface BodyProps {
  row: MessageRow;
  opening: Opening;
  bodyRef: Ref<HTMLDivElement>;
}

function Body({ row, opening, bodyRef }: Readonly<BodyProps>) {
  const { t } = useTranslation('mail');
  const explain = useExplain();
  return (
    <div
      ref={bodyRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
      tabIndex={0}
      role="document"
      aria-label={t('messageText')}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto -outline-offset-2"
    >
      {opening.state === 'opening' ? <Late>{t('opening')}</Late> : null}
      {opening.state === 'failed' ? (
        <div className="p-6">
          <Notice
            tone="error"
            helps={explain(opening.error).helps}
            actions={<Button onPress={opening.again}>{t('tryAgain')}</Button>}
          >
            {explain(opening.error).what}
          </Notice>
        </div>
      ) : null}
      {opening.state === 'open' ? <OpenBody key={row.id} row={row} opened={opening.opened} /> : null}
    </div>
  );
}

function OpenBody({ row, opened }: Readonly<{ row: MessageRow; opened: OpenMessage }>) {
  const { t } = useTranslation('mail');
  const [chosen, setChosen] = useState(opened.shown);
  const forms = [...(opened.shown === null ? [] : [opened.shown]), ...opened.alternatives];
  const other = forms.find((form) => form.kind !== chosen?.kind);
  return (
    <>
      {opened.problems.length > 0 ? (
        <div className="border-b border-rule px-6 py-1.5 text-small text-amber">
          {opened.problems.map((problem) => (
            <p key={`${problem.code} ${problem.detail ?? ''}`} className="select-text">
              {t(`problem.${problem.code}`)}
              {problem.detail ? <span className="ml-1.5 text-ink-faint">{problem.detail}</span> : null}
            </p>
          ))}
        </div>
      ) : null}
      {other === undefined ? null : (
        <div className="px-6 pt-2">
          <button
            type="button"
            onClick={() => setChosen(other)}
            className="rounded-control text-small text-indigo hover:underline"
          >
            {other.kind === 'text' ? t('showPlain') : t('showFormatted')}
          </button>
        </div>
      )}
      {chosen === null ? (
        <p className="px-6 py-6 text-ink-soft">{row.attachments.length > 0 ? t('onlyFiles') : t('noText')}</p>
      ) : (
        <TextPart key={chosen.part} row={row} opened={opened} shown={chosen} />
      )}
    </>
  );
}

interface TextPartProps {
  row: MessageRow;
  opened: OpenMessage;
  shown: NonNullable<OpenMessage['shown']>;
}

function TextPart({ row, opened, shown }: Readonly<TextPartProps>) {
  const { t } = useTranslation('mail');
  const explain = useExplain();
  const text = useText(row.id, shown.part);
  if (text.state === 'loading') return <Late>{t('opening')}</Late>;
  if (text.state === 'failed')
    return (
      <div className="p-6">
        <Notice tone="error" helps={explain(text.error).helps}>
          {explain(text.error).what}
        </Notice>
      </div>
    );
  if (text.text.trim() === '')
    return <p className="px-6 py-6 text-ink-soft">{row.attachments.length > 0 ? t('onlyFiles') : t('noText')}</p>;
  return shown.kind === 'html' ? (
    <HtmlBody message={row.id} html={text.text} attachments={opened.row.attachments} />
  ) : (
    <PlainBody text={text.text} />
  );
}

/** Words that appear only when it takes long enough to wonder. */
function Late({ children }: Readonly<{ children: string }>) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status" className="px-6 py-6 text-ink-soft">
      {late ? children : ''}
    </p>
  );
}
