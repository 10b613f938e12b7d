/** Files in the mail: name, size, where they lie, and ways to open and to save each. */
import { CloudDownload, Download, ExternalLink, FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorValue } from '../../../../src/base/errors.ts';
import type { Attachment } from '../../../../src/contract/mail.ts';
import { bridge } from '../../../bridge.ts';
import { Button, Notice } from '../../../components/index.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';

export interface AttachmentsProps {
  message: number;
  attachments: readonly Attachment[];
}

export function Attachments({ message, attachments }: Readonly<AttachmentsProps>) {
  const { t } = useTranslation('mail');
  const files = attachments.filter((a) => a.cid === undefined || !a.type.startsWith('image/'));
  if (files.length === 0) return null;
  return (
    <section
      aria-label={t('attachments')}
      className="max-h-[30%] shrink-0 overflow-y-auto border-t border-rule px-6 py-2"
    >
      <ul className="flex flex-col">
        {files.map((file) => (
          <AttachmentItem key={file.part} message={message} file={file} />
        ))}
      </ul>
    </section>
  );
}

type Doing =
  | { state: 'no' }
  | { state: 'saving' }
  | { state: 'opening' }
  | { state: 'opened' }
  | { state: 'refused'; why: 'kind' | 'no-program' }
  | { state: 'saved'; name: string }
  | { state: 'failed'; error: ErrorValue };

function AttachmentItem({ message, file }: Readonly<{ message: number; file: Attachment }>) {
  const { t } = useTranslation('mail');
  const format = useFormat();
  const explain = useExplain();
  const [doing, setDoing] = useState<Doing>({ state: 'no' });
  const save = async () => {
    setDoing({ state: 'saving' });
    const result = await bridge().saveAttachment({ message, part: file.part });
    setDoing(result.state === 'cancelled' ? { state: 'no' } : result);
  };
  const open = async () => {
    setDoing({ state: 'opening' });
    setDoing(await bridge().openAttachment({ message, part: file.part }));
  };
  const name = file.name || t('unnamedFile');
  const busy = doing.state === 'saving' || doing.state === 'opening';
  return (
    <li className="flex flex-col gap-1 py-1">
      <div className="flex min-w-0 items-center gap-2">
        <FileText size={16} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-faint" />
        <bdi className="min-w-0 truncate select-text" title={name}>
          {name}
        </bdi>
        <span className="tabular shrink-0 text-small text-ink-faint">{format.size(file.size)}</span>
        {file.held ? null : (
          <span className="flex shrink-0 items-center gap-1 text-small text-ink-faint">
            <CloudDownload size={13} strokeWidth={1.5} aria-hidden />
            {t('onServer')}
          </span>
        )}
        <span aria-live="polite" className="min-w-0 flex-1 truncate text-right text-small text-moss">
          {doing.state === 'saved' ? t('savedAs', { name: doing.name }) : ''}
          {busy && !file.held ? t('fetching') : ''}
        </span>
        <Button
          icon={<ExternalLink size={14} strokeWidth={1.5} aria-hidden />}
          label={t('openFile', { name })}
          busy={doing.state === 'opening'}
          disabled={doing.state === 'saving'}
          onPress={() => void open()}
          className="h-7!"
        >
          {t('open')}
        </Button>
        <Button
          icon={<Download size={14} strokeWidth={1.5} aria-hidden />}
          label={t('saveFile', { name })}
          busy={doing.state === 'saving'}
          disabled={doing.state === 'opening'}
          onPress={() => void save()}
          className="h-7!"
        >
          {t('save')}
        </Button>
      </div>
      {doing.state === 'refused' ? (
        <Notice tone="warn" helps={t(`openHelps.${doing.why}`)}>
          {t(`openRefused.${doing.why}`)}
        </Notice>
      ) : null}
      {doing.state === 'failed' ? (
        <Notice tone="error" helps={explain(doing.error).helps}>
          {explain(doing.error).what}
        </Notice>
      ) : null}
    </li>
  );
}
