/** The lab's time: as it goes, faster, or standing still until somebody moves it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RadioGroup, TextField } from '../../../components/index.ts';
import type { LabOn } from '../../../hooks/use-lab.ts';
import { useLabWords } from '../use-lab-words.ts';

type Mode = LabOn['clock']['mode'];

export interface ClockProps {
  clock: LabOn['clock'];
  /** The lab's time now. */
  now: number;
  busy: boolean;
  onSet: (clock: { mode: Mode; rate: number }) => void;
  onAdvance: (by: { ms: number } | { to: 'next' }) => void;
}

const minute = 60_000;
const steps = [
  { name: 'minute', ms: minute },
  { name: 'hour', ms: 60 * minute },
  { name: 'day', ms: 1440 * minute },
] as const;

export function Clock({ clock, now, busy, onSet, onAdvance }: Readonly<ClockProps>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const [typed, setTyped] = useState<string | null>(null);
  const rate = typed ?? String(clock.rate);
  const sound = /^\d{1,6}$/.test(rate.trim()) && Number(rate) >= 1 && Number(rate) <= 100_000;
  return (
    <div className="flex flex-col gap-6">
      <p>
        <span className="block text-small text-ink-soft">{t('clock.now')}</span>
        <span className="tabular block text-vast leading-tight">{words.moment(now)}</span>
      </p>
      <RadioGroup
        label={t('clock.mode')}
        value={clock.mode}
        onChange={(mode) => onSet({ mode, rate: clock.rate })}
        options={(['real', 'fast', 'manual'] as const).map((mode) => ({
          value: mode,
          label: t(`clock.modes.${mode}`),
          help: t(`clock.modeHelp.${mode}`),
        }))}
      />
      {clock.mode === 'fast' ? (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (sound) onSet({ mode: 'fast', rate: Number(rate) });
          }}
        >
          <TextField
            label={t('clock.rate')}
            value={rate}
            onChange={setTyped}
            error={sound ? undefined : t('clock.rateWrong')}
            inputMode="numeric"
            className="w-40"
          />
          <Button submit disabled={!sound}>
            {t('clock.set')}
          </Button>
        </form>
      ) : null}
      <div className="flex flex-col gap-2">
        <h3 className="font-semibold">{t('clock.advance')}</h3>
        <div className="flex flex-wrap gap-2">
          {steps.map(({ name, ms }) => (
            <Button key={name} busy={busy} onPress={() => onAdvance({ ms })}>
              {t(`clock.by.${name}`)}
            </Button>
          ))}
          <Button kind="primary" busy={busy} disabled={clock.next === null} onPress={() => onAdvance({ to: 'next' })}>
            {t('clock.next')}
          </Button>
        </div>
        <p className="text-small text-ink-soft">
          {clock.next === null
            ? t('clock.nothing')
            : t('clock.due', { time: words.moment(clock.next), delay: words.delay(Math.max(0, clock.next - now)) })}
        </p>
      </div>
    </div>
  );
}
