/** A person's own numbers. */
import { useTranslation } from 'react-i18next';
import { Checkbox, TextField } from '../../../components/index.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { OwnNumbers } from '../../../store/queries/own-numbers.ts';
import { type NeedsDraft, type NumberField, numberFields, yesFields } from './needs-draft.ts';

export interface NeedsFormProps {
  draft: NeedsDraft;
  /** Null where there is no mail to count. */
  own: OwnNumbers | null;
  wrong: readonly NumberField[];
  onChange: (part: Partial<NeedsDraft>) => void;
}

export function NeedsForm({ draft, own, wrong, onChange }: Readonly<NeedsFormProps>) {
  const { t } = useTranslation('compareForYou');
  const formats = useFormat();
  return (
    <form aria-label={t('needs')} className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
      <p className="text-small text-pretty text-ink-soft">
        {own === null ? t('usual') : t('counted', { count: own.mails, mails: formats.number(own.mails) })}
      </p>
      <div className="grid grid-cols-2 items-end gap-x-4 gap-y-3">
        {numberFields.map((field) => (
          <TextField
            key={field}
            label={t(`field.${field}`)}
            value={draft[field]}
            onChange={(value) => onChange({ [field]: value })}
            inputMode="numeric"
            placeholder={field === 'quota' ? t('noLimit') : undefined}
            error={wrong.includes(field) ? t('wrong') : undefined}
            after={<span className="w-14 shrink-0 text-small text-ink-soft">{t(`unit.${field}`)}</span>}
          />
        ))}
      </div>
      <div className="flex flex-col gap-1.5 pt-1">
        {yesFields.map((field) => (
          <Checkbox key={field} selected={draft[field]} onChange={(yes) => onChange({ [field]: yes })}>
            {t(`yes.${field}`)}
          </Checkbox>
        ))}
      </div>
    </form>
  );
}
