/** Asks before the lab goes back to its first world, and what shall become of the mail. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, RadioGroup } from '../../components/index.ts';

export interface ResetDialogProps {
  /** `mail`: it is emptied too, and begins with the demo mail. */
  onReset: (mail: boolean) => void;
  onClose: () => void;
}

export function ResetDialog({ onReset, onClose }: Readonly<ResetDialogProps>) {
  const { t } = useTranslation('lab');
  const [mail, setMail] = useState<'keep' | 'anew'>('keep');
  return (
    <Dialog
      title={t('reset.title')}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="primary" onPress={() => onReset(mail === 'anew')}>
            {t('reset.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 px-6 py-5">
        <p className="text-pretty">{t('reset.what')}</p>
        <RadioGroup
          label={t('reset.mail')}
          look="list"
          value={mail}
          onChange={setMail}
          options={[
            { value: 'keep', label: t('reset.keep'), help: t('reset.keepHelp') },
            { value: 'anew', label: t('reset.anew'), help: t('reset.anewHelp') },
          ]}
        />
      </div>
    </Dialog>
  );
}
