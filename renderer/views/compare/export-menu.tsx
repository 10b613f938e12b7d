/** Results as files: a page that opens anywhere, a table of all numbers, a picture. */
import { ChevronDown, FileImage, FileJson, FileSpreadsheet, FileText } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Menu, Notice } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import type { Exporter } from './use-export.ts';

export interface ExportMenuProps {
  exporter: Exporter;
  names: readonly string[];
  /** What is offered as the name of the file, without its ending. */
  file: string;
  label: string;
  /** The button that opens it. */
  children?: ReactElement;
}

export function ExportMenu({ exporter, names, file, label, children }: Readonly<ExportMenuProps>) {
  const { t } = useTranslation('compare');
  const save = (format: 'html' | 'csv' | 'json' | 'png') => () => exporter.save(names, format, file);
  return (
    <Menu
      name={label}
      entries={[
        { id: 'html', label: t('export.html'), icon: FileText, onAction: save('html') },
        { id: 'csv', label: t('export.csv'), icon: FileSpreadsheet, onAction: save('csv') },
        { id: 'png', label: t('export.png'), icon: FileImage, onAction: save('png') },
        { id: 'json', label: t('export.json'), icon: FileJson, onAction: save('json') },
      ]}
    >
      {children ?? (
        <Button
          busy={exporter.exported.state === 'busy'}
          icon={<ChevronDown size={14} strokeWidth={1.5} aria-hidden />}
        >
          {label}
        </Button>
      )}
    </Menu>
  );
}

/** How it went. */
export function ExportNews({ exporter }: Readonly<{ exporter: Exporter }>) {
  const { t } = useTranslation('compare');
  const explain = useExplain();
  const { exported } = exporter;
  if (exported.state === 'saved')
    return (
      <Notice tone="done" live actions={<Button onPress={exporter.dismiss}>{t('close')}</Button>}>
        {t('export.saved', { name: exported.name })}
      </Notice>
    );
  if (exported.state === 'failed')
    return (
      <Notice tone="error" helps={explain(exported.error).helps}>
        {t('export.failed')} {explain(exported.error).what}
      </Notice>
    );
  return null;
}
