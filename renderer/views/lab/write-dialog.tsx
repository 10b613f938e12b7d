/** Hands a mail over in the lab without an account in this client; honestly, or straight to an exchanger with a forged sender. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import { Button, Checkbox, Dialog, Notice, Select, TextField } from '../../components/index.ts';
import { useLabLink } from '../../hooks/services.tsx';
import { useExplain } from '../../hooks/use-explain.ts';
import { listed } from './inspect/edit-list.tsx';

export interface WriteDialogProps {
  users: readonly { address: string; name: string }[];
  /** The lab took it: the mail that is on its way now. */
  onSent: (mail: string) => void;
  onClose: () => void;
}

export function WriteDialog({ users, onSent, onClose }: Readonly<WriteDialogProps>) {
  const { t } = useTranslation('lab');
  const link = useLabLink();
  const explain = useExplain();
  const [from, setFrom] = useState(users[0]?.address ?? '');
  const [typedFrom, setTypedFrom] = useState(users[0]?.address ?? '');
  const [to, setTo] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [forged, setForged] = useState(false);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const recipients = listed(to);
  const wrongTo = recipients.length === 0 || recipients.some((one) => !/^[^@]+@[^@]+$/.test(one));
  const send = async () => {
    setAsked(true);
    if (wrongTo || busy) return;
    setBusy(true);
    setRefused(null);
    setFailure(null);
    try {
      const { mail, said } = await link.call('lab.send', {
        from: forged ? typedFrom.trim() : from,
        to: recipients,
        subject,
        text,
        forged,
      });
      if (mail === null) setRefused(said);
      else onSent(mail);
    } catch (thrown) {
      setFailure(asMailError(thrown, 'lab.send').toValue());
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('write.title')}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="primary" submit="lab-write" busy={busy}>
            {t('write.send')}
          </Button>
        </>
      }
    >
      <form
        id="lab-write"
        className="flex flex-col gap-4 px-6 py-5"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {forged ? (
          <TextField
            label={t('write.from')}
            value={typedFrom}
            onChange={setTypedFrom}
            description={t('write.forgedFrom')}
          />
        ) : (
          <Select
            label={t('write.from')}
            value={from}
            onChange={(address) => {
              setFrom(address);
              setTypedFrom(address);
            }}
            options={users.map(({ address, name }) => ({ value: address, label: `${name} <${address}>` }))}
          />
        )}
        <Checkbox selected={forged} onChange={setForged} help={t('write.forgedHelp')}>
          {t('write.forged')}
        </Checkbox>
        <TextField
          label={t('write.to')}
          value={to}
          onChange={setTo}
          error={asked && wrongTo ? t('write.toWrong') : undefined}
          description={t('write.toHelp')}
          autoFocus
        />
        <TextField label={t('write.subject')} value={subject} onChange={setSubject} />
        <TextField label={t('write.text')} lines={6} value={text} onChange={setText} />
        {refused === null ? null : (
          <Notice tone="error" said={refused}>
            {t('write.refused')}
          </Notice>
        )}
        {failure === null ? null : (
          <Notice tone="error" helps={explain(failure).helps}>
            {explain(failure).what}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
