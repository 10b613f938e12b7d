/** Adds an account: the fields on one side, the connection test as it goes on the other. Adds only what was tested, or on request. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { TestReport } from '../../../src/contract/account.ts';
import { Button, Dialog, Notice } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';
import { useExplain } from '../../hooks/use-explain.ts';
import { AccountFields } from './account-fields.tsx';
import { type AccountForm, changed, emptyForm, toSettings, wrongs } from './form.ts';
import { SecretField, secretFor, useSecretPlace, type WithoutKeychain } from './secret-choice.tsx';
import { TestSteps } from './test-steps.tsx';
import { useConnectionTest } from './use-connection-test.ts';

export interface AddAccountDialogProps {
  onClose: () => void;
  onAdded: (id: number) => void;
}

/** What was typed and not added, so that closing by mistake loses nothing but the password. */
let left: AccountForm = emptyForm;

export function AddAccountDialog({ onClose, onAdded }: Readonly<AddAccountDialogProps>) {
  const { t } = useTranslation('account');
  const link = useLink();
  const explain = useExplain();
  const place = useSecretPlace();
  const test = useConnectionTest();
  const [form, setForm] = useState(left);
  const [asked, setAsked] = useState(false);
  const [without, setWithout] = useState<WithoutKeychain>('session');
  const [adding, setAdding] = useState(false);
  const [notAdded, setNotAdded] = useState<ErrorValue | null>(null);
  const fields = useRef<HTMLFormElement>(null);
  const wrong = wrongs(form);
  const busy = test.state.at === 'running' || adding;
  const failed = test.state.at === 'done' && !test.state.report.ok;
  const trouble = notAdded ?? test.failure;

  useEffect(() => {
    left = { ...form, password: '' };
  }, [form]);

  const change = (part: Partial<AccountForm>) => {
    setForm((now) => changed(now, part));
    setNotAdded(null);
  };
  const add = async (tested: AccountForm) => {
    setAdding(true);
    setNotAdded(null);
    try {
      const secret = secretFor(place ?? (await link.call('engine.about', {})).secrets, without);
      const { id } = await link.call('accounts.add', {
        settings: toSettings(tested),
        password: tested.password,
        secret,
      });
      left = emptyForm;
      onAdded(id);
    } catch (thrown) {
      setNotAdded(asMailError(thrown, 'accounts.add').toValue());
    } finally {
      setAdding(false);
    }
  };
  const testAndAdd = async (tested: AccountForm) => {
    setAsked(true);
    setNotAdded(null);
    if (busy) return;
    if (Object.keys(wrongs(tested)).length > 0) {
      // After the marks are drawn: the first field that needs another look takes the focus.
      requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('input[aria-invalid=true]')?.focus());
      return;
    }
    const report = await test.run(toSettings(tested), tested.password);
    if (report?.ok) await add(tested);
  };
  const trust = (host: string, sha256: string) => {
    const trusted = changed(form, {
      pins: [...form.pins.filter((pin) => pin.sha256 !== sha256 || pin.host !== host), { host, sha256 }],
    });
    setForm(trusted);
    void testAndAdd(trusted);
  };

  return (
    <Dialog
      title={t('title')}
      open
      onClose={onClose}
      width="wide"
      footer={
        <>
          {failed && mayBeAddedAnyway(test.state.report) ? (
            <Button kind="link" disabled={busy} onPress={() => void add(form)} className="mr-auto">
              {t('addAnyway')}
            </Button>
          ) : null}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="primary" submit="add-account" busy={busy}>
            {failed ? t('again') : t('testAndAdd')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,336px)] grid-rows-[minmax(0,1fr)] max-[820px]:grid-cols-1 max-[820px]:grid-rows-none min-[821px]:min-h-0 min-[821px]:flex-1">
        <form
          ref={fields}
          id="add-account"
          noValidate
          className="px-6 py-5 min-[821px]:overflow-auto"
          onSubmit={(event) => {
            event.preventDefault();
            void testAndAdd(form);
          }}
        >
          <AccountFields
            form={form}
            wrong={asked ? wrong : {}}
            onChange={change}
            secret={<SecretField place={place} value={without} onChange={setWithout} />}
          />
        </form>
        <aside
          aria-label={t('test.label')}
          className="flex flex-col gap-4 border-rule bg-well px-5 py-5 max-[820px]:border-t min-[821px]:overflow-auto min-[821px]:border-l"
        >
          {trouble === null ? null : (
            <Notice tone="error" helps={explain(trouble).helps}>
              {explain(trouble).what}
            </Notice>
          )}
          <TestSteps
            state={test.state}
            incoming={form.host.trim()}
            outgoing={form.outHost.trim()}
            clear={{ incoming: form.security === 'none', outgoing: form.outSecurity === 'none' }}
            onTrust={trust}
          />
        </aside>
      </div>
    </Dialog>
  );
}

/** Not where the entries themselves are at fault, and not where a certificate was not what it must be. */
function mayBeAddedAnyway(report: TestReport): boolean {
  const errors = report.steps.flatMap((step) => (step.error === undefined ? [] : [step.error]));
  return errors.every((error) => error.kind !== 'bad-input' && error.kind !== 'untrusted');
}
