/** The files of a letter with their sizes; on their way with how far they have come; refused with the reason. */
import { Paperclip, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, ProgressBar } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { Attached } from './use-attachments.ts';

export interface AttachmentListProps {
  items: readonly Attached[];
  onRemove: (key: number) => void;
}

export function AttachmentList({ items, onRemove }: Readonly<AttachmentListProps>) {
  const { t } = useTranslation('compose');
  const format = useFormat();
  const explain = useExplain();
  if (items.length === 0) return null;
  return (
    <ul aria-label={t('attachments')} className="flex max-h-44 flex-wrap gap-2 overflow-auto px-6 py-2">
      {items.map((item) => (
        <li
          key={item.key}
          className={`flex max-w-full min-w-0 items-center gap-2 rounded-control border py-1 pr-1 pl-2.5 ${item.error === null ? 'border-rule' : 'border-vermilion'}`}
        >
          <Paperclip size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-faint" />
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 items-baseline gap-2">
              <span className="min-w-0 truncate" title={item.name}>
                {item.name}
              </span>
              <span className="tabular shrink-0 text-small text-ink-faint">
                {item.file === null && item.error === null
                  ? t('uploading', { done: format.size(item.done), size: format.size(item.size) })
                  : format.size(item.size)}
              </span>
            </span>
            {item.file === null && item.error === null ? (
              <ProgressBar hideLabel label={item.name} done={item.done} total={item.size} text=" " />
            ) : null}
            {item.error === null ? null : (
              <span role="alert" className="text-small text-vermilion">
                {explain(item.error).what} {explain(item.error).helps}
              </span>
            )}
          </span>
          <IconButton
            icon={X}
            size="small"
            name={t('removeFile', { name: item.name })}
            onPress={() => onRemove(item.key)}
          />
        </li>
      ))}
    </ul>
  );
}
