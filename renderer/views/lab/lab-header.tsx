/** The lab's name, what is shown, its clock, and what can be done to it as a whole. */
import { Ellipsis, FastForward, FileDown, FileUp, PenLine, Power, RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton, Menu, RadioGroup } from '../../components/index.ts';
import type { LabOn } from '../../hooks/use-lab.ts';
import type { LabActions } from './inspect/use-clock.ts';
import { useLabWords } from './use-lab-words.ts';

export interface LabHeaderProps {
  show: 'world' | 'scenes';
  onShow: (show: 'world' | 'scenes') => void;
  status: LabOn;
  now: number;
  actions: LabActions;
  onWrite: () => void;
  onClock: () => void;
  onSave: () => void;
  onOpen: (file: File) => void;
  onReset: () => void;
  onStop: () => void;
}

export function LabHeader(props: Readonly<LabHeaderProps>) {
  const { show, status, now, actions } = props;
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const { clock } = status;
  const input = useRef<HTMLInputElement>(null);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-rule px-5 py-2">
      <h1 className="text-reading font-semibold">{t('title')}</h1>
      <RadioGroup
        label={t('show')}
        hideLabel
        value={show}
        onChange={props.onShow}
        options={[
          { value: 'world', label: t('world') },
          { value: 'scenes', label: t('scenes') },
        ]}
        className="w-44"
      />
      <p className="min-w-0 flex-1 basis-40 truncate text-small text-ink-soft">
        {t('listening', { count: status.hosts.length })}
      </p>
      <div className="flex items-center gap-1">
        <button
          type="button"
          onClick={props.onClock}
          aria-label={t('clock.open', { time: words.moment(now) })}
          className="tabular rounded-control px-2 py-1 hover:bg-indigo-wash"
        >
          {words.moment(now)}
          <span className="ml-2 text-small text-ink-faint">
            {clock.mode === 'fast' ? `×${clock.rate}` : clock.mode === 'manual' ? t('clock.stands') : ''}
          </span>
        </button>
        <IconButton
          icon={FastForward}
          name={
            clock.next === null
              ? t('clock.nothing')
              : t('clock.nextIn', { delay: words.delay(Math.max(0, clock.next - now)) })
          }
          disabled={clock.next === null || actions.busy}
          onPress={() => actions.advance({ to: 'next' })}
        />
      </div>
      <Button kind="primary" icon={<PenLine size={14} strokeWidth={1.5} aria-hidden />} onPress={props.onWrite}>
        {t('write.button')}
      </Button>
      <Menu
        name={t('more')}
        entries={[
          { id: 'save', label: t('file.save'), icon: FileDown, onAction: props.onSave },
          { id: 'open', label: t('file.open'), icon: FileUp, onAction: () => input.current?.click() },
          'separator',
          { id: 'reset', label: t('reset.ask'), icon: RotateCcw, onAction: props.onReset },
          'separator',
          { id: 'stop', label: t('stop'), icon: Power, onAction: props.onStop },
        ]}
      >
        <IconButton icon={Ellipsis} name={t('more')} />
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={t('file.choose')}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = ''; // the same file may be chosen again
          if (file !== undefined) props.onOpen(file);
        }}
      />
    </header>
  );
}
