/** Makes the letter that one begins with: empty, an answer to a message, or a draft that was left. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue, MailError } from '../../../src/base/errors.ts';
import type { AccountRow } from '../../../src/contract/account.ts';
import type { OpenMessage } from '../../../src/contract/mail.ts';
import type { DraftAttachment, DraftRow } from '../../../src/contract/outbox.ts';
import { useServices } from '../../hooks/services.tsx';
import type { Link } from '../../link/link.ts';
import { loadText } from '../../link/parts.ts';
import type { Store } from '../../store/store.ts';
import { type AnswerWords, forward, reply } from './answer.ts';
import { htmlText } from './html-text.ts';
import { emptyLetter, fromDraft, type Letter } from './letter.ts';
import type { ComposeStart } from './start.ts';

export interface Begun {
  readonly letter: Letter;
  readonly attachments: readonly DraftAttachment[];
  readonly draft: number | null;
  /** A part that could not be brought along; the letter can be written all the same. */
  readonly missing: ErrorValue | null;
}

export type Starting =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly begun: Begun }
  | { readonly state: 'failed'; readonly error: ErrorValue };

/** @param accounts at least one, or null while they are not known. Begins once: what changes later outside of the letter does not change it. */
export function useStart(start: ComposeStart, accounts: readonly AccountRow[] | null): Starting {
  const { link, store } = useServices();
  const words = useAnswerWords();
  const [starting, setStarting] = useState<Starting>({ state: 'loading' });
  const ready = accounts !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a letter is begun once, with the accounts that there are then
  useEffect(() => {
    if (accounts === null) return;
    let left = false;
    begin(start, accounts, link, store, words).then(
      (begun) => left || setStarting({ state: 'ready', begun }),
      (thrown) => left || setStarting({ state: 'failed', error: asMailError(thrown, 'compose').toValue() }),
    );
    return () => {
      left = true;
    };
  }, [ready]);
  return starting;
}

async function begin(
  start: ComposeStart,
  accounts: readonly AccountRow[],
  link: Link,
  store: Store,
  words: AnswerWords,
): Promise<Begun> {
  const first = accounts[0]?.id ?? 0;
  const own = accounts.map(({ settings }) => settings.email);
  if (start.kind === 'new')
    return { letter: { ...emptyLetter(first), to: start.to ?? '' }, attachments: [], draft: null, missing: null };
  if (start.kind === 'draft') {
    const row = await findDraft(store, start.draft);
    return { letter: fromDraft(row), attachments: row.attachments, draft: row.id, missing: null };
  }
  const opened = await link.call('messages.open', { id: start.message });
  const text = await textOf(opened);
  if (start.kind !== 'forward') {
    const letter = reply(opened, text, start.kind === 'reply-all', own, words);
    return { letter, attachments: [], draft: null, missing: null };
  }
  const letter = forward(opened, text, words);
  const attachments: DraftAttachment[] = [];
  let missing: ErrorValue | null = null;
  for (const { part } of opened.row.attachments)
    try {
      const { id: upload, name, type, size } = await link.call('upload.fromMessage', { message: opened.row.id, part });
      attachments.push({ upload, name, type, size });
    } catch (thrown) {
      missing ??= asMailError(thrown, 'upload.fromMessage').toValue();
    }
  return { letter, attachments, draft: null, missing };
}

/** What the mail says as text: its text form where it has one, else its HTML without the markup. */
async function textOf(opened: OpenMessage): Promise<string> {
  const forms = [...(opened.shown === null ? [] : [opened.shown]), ...opened.alternatives];
  const form = forms.find(({ kind }) => kind === 'text') ?? forms[0];
  if (form === undefined) return '';
  const text = await loadText(opened.row.id, form.part);
  return form.kind === 'html' ? htmlText(text) : text;
}

/** A draft that the engine has just made may reach the mirror a moment later. */
async function findDraft(store: Store, id: number): Promise<DraftRow> {
  const now = await store.mirror.drafts.get(id);
  if (now !== undefined) return now;
  await store.projector.caughtUp();
  const later = await store.mirror.drafts.get(id);
  if (later !== undefined) return later;
  throw new MailError({ kind: 'bad-input', at: 'compose', reason: 'not-found', advice: 'check-input' });
}

function useAnswerWords(): AnswerWords {
  const { t, i18n } = useTranslation('compose');
  const dates = new Intl.DateTimeFormat(i18n.language === 'ja' ? 'ja-JP' : 'en-GB', {
    dateStyle: i18n.language === 'ja' ? 'long' : 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const dateOf = (at: number) => dates.format(at);
  return {
    attribution: (who, at) => t('attribution', { who, date: dateOf(at) }),
    forwarded: `---------- ${t('forwarded')} ----------`,
    from: t('field.from'),
    date: t('field.date'),
    subject: t('field.subject'),
    to: t('field.to'),
    cc: t('field.cc'),
    dateOf,
  };
}
