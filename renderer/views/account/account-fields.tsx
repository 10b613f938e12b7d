/** The fields of an account. Values in, changes out. */
import { FileKey, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Security } from '../../../src/contract/account.ts';
import { Checkbox, FileButton, IconButton, Notice, RadioGroup, TextField } from '../../components/index.ts';
import { readAuthority } from './authority-file.ts';
import { type AccountForm, type Field, guesses, type Wrongs } from './form.ts';

export interface AccountFieldsProps {
  form: AccountForm;
  wrong: Wrongs;
  onChange: (change: Partial<AccountForm>) => void;
  /** Where the password is kept. */
  secret: ReactNode;
}

export function AccountFields({ form, wrong, onChange, secret }: Readonly<AccountFieldsProps>) {
  const { t } = useTranslation('account');
  const example = guesses(form);
  const error = (field: Field) => {
    const what = wrong[field];
    return what === undefined ? undefined : t(`wrong.${what}`);
  };
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 items-start gap-3">
          <TextField
            label={t('name')}
            value={form.name}
            onChange={(name) => onChange({ name })}
            autoComplete="name"
            autoFocus
          />
          <TextField
            label={t('email')}
            inputMode="email"
            value={form.email}
            onChange={(email) => onChange({ email })}
            error={error('email')}
            autoComplete="email"
          />
        </div>
        <RadioGroup
          label={t('protocol.label')}
          value={form.protocol}
          onChange={(protocol) => onChange({ protocol })}
          options={[
            { value: 'imap', label: 'IMAP', help: t('protocol.imapHelp') },
            { value: 'pop3', label: 'POP3', help: t('protocol.pop3Help') },
          ]}
        />
      </div>

      <Part title={t('part.incoming')}>
        <div className="grid grid-cols-[1fr_88px] items-start gap-3">
          <TextField
            label={t('host')}
            value={form.host}
            onChange={(host) => onChange({ host })}
            placeholder={example?.incoming}
            error={error('host')}
            inputMode="url"
          />
          <TextField
            label={t('port')}
            value={form.port}
            onChange={(port) => onChange({ port })}
            error={error('port')}
            inputMode="numeric"
          />
        </div>
        <SecurityField
          label={t('security.label')}
          value={form.security}
          onChange={(security) => onChange({ security })}
        />
        <div className="grid grid-cols-2 items-start gap-3">
          <TextField
            label={t('user')}
            value={form.user}
            onChange={(user) => onChange({ user })}
            error={error('user')}
            autoComplete="username"
          />
          <TextField
            label={t('password')}
            type="password"
            value={form.password}
            onChange={(password) => onChange({ password })}
            error={error('password')}
            autoComplete="current-password"
          />
        </div>
        {form.protocol === 'pop3' ? <KeepField form={form} error={error('days')} onChange={onChange} /> : null}
      </Part>

      <Part title={t('part.outgoing')}>
        <div className="grid grid-cols-[1fr_88px] items-start gap-3">
          <TextField
            label={t('outHost')}
            value={form.outHost}
            onChange={(outHost) => onChange({ outHost })}
            placeholder={example?.outgoing}
            error={error('outHost')}
            inputMode="url"
          />
          <TextField
            label={t('outPort')}
            value={form.outPort}
            onChange={(outPort) => onChange({ outPort })}
            error={error('outPort')}
            inputMode="numeric"
          />
        </div>
        <SecurityField
          label={t('outSecurity')}
          value={form.outSecurity}
          onChange={(outSecurity) => onChange({ outSecurity })}
        />
        <div className="grid grid-cols-2 items-end gap-3">
          <TextField
            label={t('outUser')}
            value={form.outUser}
            onChange={(outUser) => onChange({ outUser })}
            placeholder={form.outOpen ? '' : t('sameAsIncoming')}
            disabled={form.outOpen}
          />
          <Checkbox className="min-h-8 pt-1.5" selected={form.outOpen} onChange={(outOpen) => onChange({ outOpen })}>
            {t('outOpen')}
          </Checkbox>
        </div>
      </Part>

      <Part title={t('part.trust')}>
        <AuthorityField ca={form.ca} onChange={(ca) => onChange({ ca })} />
        {secret}
      </Part>
    </div>
  );
}

function Part({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 border-t border-rule pt-3">
      <legend className="float-left -mb-1 w-full text-ui font-semibold text-ink">{title}</legend>
      {children}
    </fieldset>
  );
}

interface SecurityFieldProps {
  label: string;
  value: Security;
  onChange: (value: Security) => void;
}

function SecurityField({ label, value, onChange }: Readonly<SecurityFieldProps>) {
  const { t } = useTranslation('account');
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        label={label}
        value={value}
        onChange={onChange}
        options={[
          { value: 'implicit', label: t('security.implicit'), help: t('security.implicitHelp') },
          { value: 'starttls', label: t('security.starttls'), help: t('security.starttlsHelp') },
          { value: 'none', label: t('security.none') },
        ]}
      />
      {value === 'none' ? (
        <Notice tone="warn" live>
          {t('security.noneHelp')}
        </Notice>
      ) : null}
    </div>
  );
}

interface KeepFieldProps {
  form: AccountForm;
  error: string | undefined;
  onChange: (change: Partial<AccountForm>) => void;
}

function KeepField({ form, error, onChange }: Readonly<KeepFieldProps>) {
  const { t } = useTranslation('account');
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        label={t('keep.label')}
        value={form.keep}
        onChange={(keep) => onChange({ keep })}
        options={[
          { value: 'forever', label: t('keep.forever'), help: t('keep.foreverHelp') },
          { value: 'delete', label: t('keep.delete'), help: t('keep.deleteHelp') },
          { value: 'days', label: t('keep.days'), help: t('keep.daysHelp') },
        ]}
      />
      {form.keep === 'days' ? (
        <TextField
          className="w-40"
          label={t('keep.daysCount')}
          value={form.days}
          onChange={(days) => onChange({ days })}
          error={error}
          inputMode="numeric"
        />
      ) : null}
    </div>
  );
}

interface AuthorityFieldProps {
  ca: AccountForm['ca'];
  onChange: (ca: AccountForm['ca']) => void;
}

function AuthorityField({ ca, onChange }: Readonly<AuthorityFieldProps>) {
  const { t } = useTranslation('account');
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const read = async (files: File[]) => {
    const file = files[0];
    if (file === undefined) return;
    const pem = await readAuthority(file);
    setUnreadable(pem === null ? file.name : null);
    if (pem !== null) onChange({ name: file.name, pem });
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-small font-medium text-ink-soft">{t('ca.label')}</span>
      <span className="flex min-w-0 items-center gap-2">
        <FileButton
          label={t('ca.label')}
          accept=".pem,.crt,.cer,.der"
          icon={<FileKey size={16} strokeWidth={1.5} aria-hidden />}
          onFiles={(files) => void read(files)}
        >
          {t('ca.choose')}
        </FileButton>
        {ca === null ? (
          <span className="text-small text-ink-soft">{t('ca.help')}</span>
        ) : (
          <>
            <span className="min-w-0 truncate text-ui">{ca.name}</span>
            <IconButton
              icon={X}
              size="small"
              name={t('ca.remove', { name: ca.name })}
              onPress={() => {
                onChange(null);
                setUnreadable(null);
              }}
            />
          </>
        )}
      </span>
      {unreadable === null ? null : <Notice tone="error">{t('ca.unreadable', { name: unreadable })}</Notice>}
    </div>
  );
}
