/** What becomes of the letter that was just sent, in a line at the window's foot: in the outbox, then what the server said. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxRow } from '../../../src/contract/outbox.ts';
import { IconButton } from '../../components/index.ts';
import { useOutbox } from '../../hooks/use-accounts.ts';

/** Ms for which a line that asks for nothing stays. */
const stays = 6000;

export interface DepartureProps {
  /** The letter in the outbox, or null while there is none to tell of. */
  outbox: number | null;
  onGone: () => void;
}

export function Departure({ outbox, onGone }: Readonly<DepartureProps>) {
  const { t, i18n } = useTranslation('compose');
  const rows = useOutbox();
  const now = rows.state === 'ready' ? rows.value.find(({ id }) => id === outbox) : undefined;
  // A letter that was sent may leave the outbox: what was last known of it still holds.
  const [last, setLast] = useState<OutboxRow | undefined>();
  useEffect(() => {
    if (now !== undefined) setLast(now);
  }, [now]);
  const row = now ?? (last?.id === outbox ? last : undefined);
  const state = row?.state ?? 'queued';
  const said = row?.said === undefined ? null : i18n.language === 'ja' ? `「${row.said}」` : `“${row.said}”`;
  useEffect(() => {
    if (outbox === null || state === 'refused') return;
    const timer = setTimeout(onGone, stays);
    return () => clearTimeout(timer);
  }, [outbox, state, onGone]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-6 z-30 flex justify-center px-6">
      {outbox === null ? null : (
        <p className="pointer-events-auto flex max-w-[560px] min-w-0 items-center gap-3 rounded-control bg-ink py-1.5 pr-1.5 pl-4 text-ui text-paper shadow-float">
          <span className="min-w-0 truncate">
            {t(`departure.${state}`)}
            {said === null ? null : <span className="ml-2 font-mono text-small">{said}</span>}
          </span>
          <IconButton
            icon={X}
            size="small"
            placement="top"
            name={t('close')}
            className="text-paper! data-hovered:bg-transparent!"
            onPress={onGone}
          />
        </p>
      )}
    </div>
  );
}
