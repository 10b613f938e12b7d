/** The transcript that was opened, along the bottom, as the wire is for accounts. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton, IconButton, Notice } from '../../../components/index.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import type { TranscriptState } from '../../../hooks/use-transcript.ts';
import { asText, Transcript } from './transcript.tsx';

export interface TranscriptPanelProps {
  state: TranscriptState;
  onClose: () => void;
}

export function TranscriptPanel({ state, onClose }: Readonly<TranscriptPanelProps>) {
  const { t } = useTranslation('lab');
  const explain = useExplain();
  const transcript = state.state === 'ready' ? state.transcript : null;
  const title =
    transcript === null
      ? t('transcript.title')
      : t('transcript.of', {
          protocol: transcript.protocol.toUpperCase(),
          client: transcript.client,
          server: transcript.server,
          port: transcript.port,
        });
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.focus({ preventScroll: true }), []);
  return (
    <section
      aria-label={t('transcript.title')}
      className="flex h-[38%] min-h-40 shrink-0 flex-col border-t border-rule bg-well"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="flex h-10 shrink-0 items-center gap-3 border-b border-rule px-5">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
        {transcript !== null && transcript.ended === null ? (
          <span className="text-small text-amber">{t('transcript.open')}</span>
        ) : null}
        <CopyButton
          name={t('transcript.copy')}
          done={t('copied')}
          disabled={transcript === null}
          text={() => (transcript === null ? '' : asText(transcript))}
        />
        <IconButton icon={X} name={t('close')} placement="top" onPress={onClose} />
      </header>
      <div
        ref={body}
        role="log"
        aria-label={t('transcript.lines')}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto -outline-offset-2"
      >
        {transcript !== null ? (
          <Transcript transcript={transcript} />
        ) : state.state === 'missing' ? (
          <p className="px-5 py-3 text-ink-soft">{t('transcript.missing')}</p>
        ) : state.state === 'failed' ? (
          <Notice tone="error" helps={explain(state.error).helps} className="m-4">
            {explain(state.error).what}
          </Notice>
        ) : null}
      </div>
    </section>
  );
}
