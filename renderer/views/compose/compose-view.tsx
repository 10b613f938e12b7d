/** Writing a letter: begins it, then shows the editor. */
import { useTranslation } from 'react-i18next';
import { Button, Notice } from '../../components/index.ts';
import { useAccounts } from '../../hooks/use-accounts.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { Editor } from './editor.tsx';
import type { ComposeEnd, ComposeStart } from './start.ts';
import { useStart } from './use-start.ts';

export interface ComposeViewProps {
  start: ComposeStart;
  /** Another letter was asked for while this one is open. */
  another: boolean;
  onAnotherDropped: () => void;
  onClose: (end: ComposeEnd) => void;
}

export function ComposeView({ start, another, onAnotherDropped, onClose }: Readonly<ComposeViewProps>) {
  const { t } = useTranslation('compose');
  const explain = useExplain();
  const accounts = useAccounts();
  const some = accounts.state === 'ready' && accounts.value.length > 0 ? accounts.value : null; // the mirror may still be filling
  const starting = useStart(start, some);
  if (starting.state === 'loading')
    return (
      <p role="status" className="p-6 text-ui text-ink-soft">
        {t('beginning')}
      </p>
    );
  if (starting.state === 'failed')
    return (
      <div className="p-6">
        <Notice
          tone="error"
          helps={explain(starting.error).helps}
          actions={<Button onPress={() => onClose({ how: 'discarded' })}>{t('close')}</Button>}
        >
          {explain(starting.error).what}
        </Notice>
      </div>
    );
  return (
    <Editor
      begun={starting.begun}
      kind={start.kind}
      accounts={some ?? []}
      another={another}
      onAnotherDropped={onAnotherDropped}
      onClose={onClose}
    />
  );
}
