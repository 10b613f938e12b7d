/** The letter itself: head, text, files; saved as a draft while it is written; sent into the outbox. */
import { Paperclip, Send, Trash2, X } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { AccountRow } from '../../../src/contract/account.ts';
import { formatAddress } from '../../../src/message/address.ts';
import { Button, FileButton, IconButton, Notice, Select } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';
import { useExplain } from '../../hooks/use-explain.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { AttachmentList } from './attachment-list.tsx';
import type { Kept } from './keeper.ts';
import {
  type AddressLine,
  badAddress,
  type Letter,
  letterWrongs,
  speaksOfAttachment,
  tidyLine,
  toDraft,
} from './letter.ts';
import { LetterRow } from './letter-row.tsx';
import type { ComposeEnd, ComposeStart } from './start.ts';
import { useAttachments } from './use-attachments.ts';
import { useKeeper } from './use-keeper.ts';
import type { Begun } from './use-start.ts';

export interface EditorProps {
  begun: Begun;
  kind: ComposeStart['kind'];
  accounts: readonly AccountRow[];
  another: boolean;
  onAnotherDropped: () => void;
  onClose: (end: ComposeEnd) => void;
}

type Asking = 'nothing' | 'discard' | 'attachment';

export function Editor({ begun, kind, accounts, another, onAnotherDropped, onClose }: Readonly<EditorProps>) {
  const { t } = useTranslation('compose');
  const link = useLink();
  const explain = useExplain();
  const [letter, setLetter] = useState(begun.letter);
  const attachments = useAttachments(begun.attachments);
  const { keeper, kept } = useKeeper(begun.draft);
  const [visited, setVisited] = useState<ReadonlySet<AddressLine>>(new Set());
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState<Asking>('nothing');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const [over, setOver] = useState(false);
  const box = useRef<HTMLElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);

  // What is kept: the letter and the files that the engine has. The newest of both, for those who waited.
  const latest = useRef({ letter, attachments });
  latest.current = { letter, attachments };
  const uploads = attachments.ready.map(({ upload }) => upload).join(' ');
  const begunWith = useRef({ letter, uploads });
  const touched = begunWith.current.letter !== letter || begunWith.current.uploads !== uploads;
  useEffect(() => {
    if (begunWith.current.letter === letter && begunWith.current.uploads === uploads) return;
    keeper.changed(toDraft(letter, latest.current.attachments.ready));
  }, [letter, uploads, keeper]);

  const answering = kind === 'reply' || kind === 'reply-all';
  useEffect(() => {
    if (!answering) return;
    text.current?.focus();
    text.current?.setSelectionRange(0, 0);
    text.current?.scrollTo(0, 0);
  }, [answering]);

  /** What held the focus goes away: it must not fall out of the letter. */
  const focusSoon = (selector: string) =>
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(selector)?.focus());
  const keepWriting = () => {
    setAsking('nothing');
    focusSoon('textarea');
  };
  const change = (part: Partial<Letter>) => {
    setLetter((now) => ({ ...now, ...part }));
    setFailure(null);
  };
  const submit = async (knowing: boolean) => {
    if (sending) return;
    setTried(true);
    setFailure(null);
    setAsking('nothing');
    if (Object.keys(letterWrongs(letter)).length > 0) {
      focusSoon('input[aria-invalid=true]');
      return;
    }
    if (!knowing && attachments.items.length === 0 && speaksOfAttachment(letter)) {
      setAsking('attachment');
      return;
    }
    setSending(true);
    try {
      await attachments.settled();
      await new Promise((drawn) => setTimeout(drawn)); // the last upload's state is in `latest` after the next drawing
      const { letter: last, attachments: files } = latest.current;
      if (files.items.some(({ file }) => file === null)) return; // one was refused; it says so at its place
      await keeper.flush();
      const draft = toDraft(last, files.ready);
      const { id } = await link.call('outbox.submit', { draft, draftId: keeper.id });
      await keeper.stop();
      onClose({ how: 'submitted', outbox: id });
    } catch (thrown) {
      setFailure(asMailError(thrown, 'outbox.submit').toValue());
    } finally {
      setSending(false);
    }
  };
  const close = async (goOn = false) => {
    await attachments.settled();
    if (await keeper.flush()) onClose({ how: 'saved', goOn });
  };
  const discard = async () => {
    const id = await keeper.stop();
    try {
      if (id !== null) await link.call('drafts.remove', { id });
      onClose({ how: 'discarded' });
    } catch (thrown) {
      setAsking('nothing');
      setFailure(asMailError(thrown, 'drafts.remove').toValue());
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit(false);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return; // text goes where it was dropped
    event.preventDefault();
    attachments.add(files);
  };
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(event.type !== 'dragleave' || box.current?.contains(event.relatedTarget as Node | null) === true);
  };

  const wrong = letterWrongs(letter);
  const errorAt = (line: AddressLine) => {
    const what = wrong[line];
    if (what === undefined) return undefined;
    if ('none' in what) return tried ? t('wrong.none') : undefined;
    return tried || visited.has(line) ? t('wrong.bad', { words: what.bad }) : undefined;
  };
  const addressRow = (line: AddressLine, autoFocus = false) => (
    <LetterRow
      label={t(`label.${line}`)}
      value={letter[line]}
      onChange={(value) => change({ [line]: value })}
      onBlur={() => {
        setVisited((now) => new Set(now).add(line));
        if (letter[line] !== '' && badAddress(letter[line]) === null && tidyLine(letter[line]) !== letter[line])
          setLetter((now) => ({ ...now, [line]: tidyLine(now[line]) }));
      }}
      error={errorAt(line)}
      autoFocus={autoFocus}
    />
  );

  return (
    <section
      ref={box}
      aria-label={t(`title.${kind}`)}
      className="relative flex h-full min-h-0 min-w-0 flex-col bg-sheet"
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onDragEnter={onDrag}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={onDrop}
    >
      <header className="flex h-11 shrink-0 items-center gap-3 border-b border-rule pr-2 pl-6">
        <h2 className="shrink-0 text-[0.9375rem] font-semibold">{t(`title.${kind}`)}</h2>
        <KeptLine kept={kept} />
        <IconButton
          icon={Trash2}
          name={t('discard')}
          danger
          onPress={() => (touched || keeper.id !== null ? setAsking('discard') : void discard())}
        />
        <IconButton icon={X} name={t('closeKeeping')} onPress={() => void close()} />
      </header>

      {failure === null ? null : (
        <Notice tone="error" helps={explain(failure).helps}>
          {explain(failure).what}
        </Notice>
      )}
      {kept.at !== 'failed' ? null : (
        <Notice
          tone="error"
          helps={explain(kept.error).helps}
          actions={<Button onPress={() => void keeper.flush()}>{t('saveAgain')}</Button>}
        >
          {t('notSaved')} {explain(kept.error).what}
        </Notice>
      )}
      {begun.missing === null ? null : (
        <Notice tone="warn" helps={explain(begun.missing).helps}>
          {t('missingFile')} {explain(begun.missing).what}
        </Notice>
      )}
      {another ? (
        <Notice
          tone="warn"
          live
          actions={
            <>
              <Button onPress={() => void close(true)}>{t('anotherYes')}</Button>
              <Button
                onPress={() => {
                  onAnotherDropped();
                  keepWriting();
                }}
              >
                {t('keepWriting')}
              </Button>
            </>
          }
        >
          {t('another')}
        </Notice>
      ) : null}
      {asking !== 'discard' ? null : (
        <Notice
          tone="warn"
          live
          actions={
            <>
              <Button kind="danger" autoFocus onPress={() => void discard()}>
                {t('discardYes')}
              </Button>
              <Button onPress={keepWriting}>{t('keepWriting')}</Button>
            </>
          }
        >
          {t('discardAsk')}
        </Notice>
      )}

      <div className="flex shrink-0 flex-col px-6">
        {accounts.length > 1 ? (
          <div className="grid grid-cols-[88px_minmax(0,1fr)] items-center border-b border-rule py-1">
            <span aria-hidden className="text-small font-medium text-ink-soft">
              {t('label.from')}
            </span>
            <Select
              label={t('label.from')}
              hideLabel
              className="max-w-96"
              value={String(letter.account)}
              onChange={(id) => change({ account: Number(id) })}
              options={accounts.map(({ id, settings }) => ({
                value: String(id),
                label: formatAddress({ name: settings.name, address: settings.email }),
              }))}
            />
          </div>
        ) : null}
        {addressRow('to', !answering)}
        {addressRow('cc')}
        {addressRow('bcc')}
        <LetterRow
          label={t('label.subject')}
          value={letter.subject}
          onChange={(subject) => change({ subject })}
          spellCheck
        />
      </div>

      <TextField
        aria-label={t('label.text')}
        value={letter.text}
        onChange={(value) => change({ text: value })}
        className="flex min-h-24 flex-1 flex-col"
      >
        <TextArea
          ref={text}
          spellCheck
          className="w-full flex-1 resize-none bg-transparent px-6 py-4 text-reading text-ink outline-0 select-text"
        />
      </TextField>

      <AttachmentList
        items={attachments.items}
        onRemove={(key) => {
          attachments.remove(key);
          focusSoon('ul button, input[type=file]');
        }}
      />
      {asking !== 'attachment' ? null : (
        <Notice
          tone="warn"
          live
          actions={
            <>
              <Button autoFocus onPress={() => void submit(true)}>
                {t('sendAnyway')}
              </Button>
              <Button onPress={keepWriting}>{t('keepWriting')}</Button>
            </>
          }
        >
          {t('noAttachment')}
        </Notice>
      )}
      <footer className="flex shrink-0 items-center gap-2 border-t border-rule px-6 py-2.5">
        <Button
          kind="primary"
          busy={sending}
          icon={<Send size={16} strokeWidth={1.5} aria-hidden />}
          onPress={() => void submit(false)}
        >
          {t('send')}
        </Button>
        <FileButton
          label={t('attach')}
          multiple
          icon={<Paperclip size={16} strokeWidth={1.5} aria-hidden />}
          onFiles={attachments.add}
        />
        <span className="ml-auto text-small text-ink-faint">
          <kbd className="font-mono">Ctrl+Enter</kbd> {t('sends')}
        </span>
      </footer>

      {over ? (
        <div className="pointer-events-none absolute inset-2 flex items-center justify-center rounded-control border-2 border-dashed border-indigo bg-indigo-wash/90 text-subject text-indigo">
          {t('dropHere')}
        </div>
      ) : null}
    </section>
  );
}

function KeptLine({ kept }: Readonly<{ kept: Kept }>) {
  const { t } = useTranslation('compose');
  const format = useFormat();
  return (
    <p role="status" className="tabular min-w-0 flex-1 truncate text-right text-small text-ink-faint">
      {kept.at === 'saved' ? t('saved', { time: format.time(kept.when) }) : null}
      {kept.at === 'saving' ? t('saving') : null}
    </p>
  );
}
