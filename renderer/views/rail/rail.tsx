/** The narrow column at the left: write, the views, and settings at its foot. */
import { ArrowLeftRight, FlaskConical, Mail, PanelLeft, PenLine, Settings, SquareTerminal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/index.ts';

export interface RailProps {
  here: 'mail' | 'lab' | 'compare' | 'settings';
  /** Null where there is no account to write from. */
  onCompose: (() => void) | null;
  onMail: () => void;
  onLab: () => void;
  onCompare: () => void;
  onSettings: () => void;
  wireOpen: boolean;
  onWire: () => void;
  /** Opens the folders where they have no pane of their own; null where they have. */
  onFolders: (() => void) | null;
}

export function Rail(props: Readonly<RailProps>) {
  const { t } = useTranslation('common');
  const { here, onCompose, onFolders } = props;
  return (
    <nav
      aria-label={t('views')}
      className="flex w-12 shrink-0 flex-col items-center gap-1 border-r border-rule bg-well py-2"
    >
      {onCompose === null ? null : (
        <>
          <IconButton
            icon={PenLine}
            name={t('compose')}
            shortcut="C"
            placement="right"
            onPress={onCompose}
            className="size-9! bg-indigo text-sheet! data-hovered:bg-indigo! data-hovered:brightness-115"
          />
          <span aria-hidden className="my-1 w-6 border-t border-rule" />
        </>
      )}
      <Place icon={Mail} name={t('mail')} here={here === 'mail'} onPress={props.onMail} />
      <Place icon={FlaskConical} name={t('lab')} here={here === 'lab'} onPress={props.onLab} />
      <Place icon={ArrowLeftRight} name={t('compare')} here={here === 'compare'} onPress={props.onCompare} />
      {onFolders === null ? null : <Place icon={PanelLeft} name={t('folders')} here={false} onPress={onFolders} />}
      <span className="flex-1" />
      <IconButton
        icon={SquareTerminal}
        name={t('wire')}
        shortcut="Ctrl+`"
        placement="right"
        pressed={props.wireOpen}
        onPress={props.onWire}
        className="size-9!"
      />
      <Place icon={Settings} name={t('settings')} here={here === 'settings'} onPress={props.onSettings} />
    </nav>
  );
}

interface PlaceProps {
  icon: typeof Mail;
  name: string;
  here: boolean;
  onPress: () => void;
}

function Place({ icon, name, here, onPress }: Readonly<PlaceProps>) {
  return (
    <div className="relative" aria-current={here ? 'page' : undefined}>
      {here ? <span aria-hidden className="absolute top-2 bottom-2 -left-1.5 w-[3px] rounded-r bg-indigo" /> : null}
      <IconButton
        icon={icon}
        name={name}
        placement="right"
        onPress={onPress}
        className={`size-9! ${here ? 'text-indigo!' : ''}`}
      />
    </div>
  );
}
