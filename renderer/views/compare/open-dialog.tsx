/** An experiment as JSON, from a file or pasted: it is checked before it is kept, and what is wrong is said at its place. */
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import type { ExperimentProblem } from '../../../src/contract/compare/table.ts';
import { inLang } from '../../../src/contract/compare/text.ts';
import { Button, Dialog, FileButton, Notice, TextField } from '../../components/index.ts';
import type { CompareControl } from '../../hooks/use-compare.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { useLanguage } from '../../hooks/use-language.ts';

export interface OpenDialogProps {
  keep: CompareControl['keep'];
  onClose: () => void;
  onKept: (experiment: Experiment) => void;
}

type Said =
  | { readonly state: 'nothing' | 'busy' | 'not-json' }
  | { readonly state: 'unsound'; readonly problems: readonly ExperimentProblem[] }
  | { readonly state: 'failed'; readonly error: ErrorValue };

export function OpenDialog({ keep, onClose, onKept }: Readonly<OpenDialogProps>) {
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const explain = useExplain();
  const [text, setText] = useState('');
  const [said, setSaid] = useState<Said>({ state: 'nothing' });
  const change = (next: string) => {
    setText(next);
    setSaid({ state: 'nothing' });
  };
  const open = async (json: string) => {
    const value = parsed(json);
    if (value === undefined) {
      setSaid({ state: 'not-json' });
      return;
    }
    setSaid({ state: 'busy' });
    try {
      const { kept, problems } = await keep(value);
      if (kept === null) setSaid({ state: 'unsound', problems });
      else onKept(kept);
    } catch (thrown) {
      setSaid({ state: 'failed', error: asMailError(thrown, 'compare.save').toValue() });
    }
  };
  return (
    <Dialog
      title={t('open.title')}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={said.state === 'busy'}
            disabled={text.trim() === ''}
            onPress={() => void open(text)}
          >
            {t('open.keep')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 p-6">
        <p className="text-pretty text-ink-soft">{t('open.what')}</p>
        <FileButton
          label={t('open.file')}
          icon={<FileUp size={14} strokeWidth={1.5} aria-hidden />}
          accept=".json,application/json"
          onFiles={([file]) => {
            if (file !== undefined)
              void file.text().then((read) => {
                change(read);
                return open(read);
              });
          }}
        />
        <TextField label={t('open.text')} value={text} onChange={change} lines={10} placeholder='{ "name": "…" }' />
        {said.state === 'not-json' ? <Notice tone="error">{t('open.notJson')}</Notice> : null}
        {said.state === 'failed' ? (
          <Notice tone="error" helps={explain(said.error).helps}>
            {explain(said.error).what}
          </Notice>
        ) : null}
        {said.state === 'unsound' ? (
          <Notice tone="error">
            {t('open.unsound', { count: said.problems.length })}
            <ul aria-label={t('open.problems')} className="mt-1 flex flex-col gap-1">
              {said.problems.map(({ path, problem }) => (
                <li key={`${path} ${inLang(problem, lang)}`}>
                  <code className="font-mono text-small text-indigo">{path === '' ? t('open.whole') : path}</code>{' '}
                  {inLang(problem, lang)}
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Undefined where it is not JSON, which no JSON text means. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
