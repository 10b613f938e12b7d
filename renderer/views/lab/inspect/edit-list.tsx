/** Things of the world that are changed in place: a row each, a form in its stead while one is changed, complaints at their fields. */
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { WorldProblem } from '../../../../src/contract/lab/table.ts';
import { Button, IconButton, Notice } from '../../../components/index.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import { besides, saidOf } from './problems.ts';

/** Fields as they are typed: texts. */
export type Draft = Readonly<Record<string, string>>;

export interface FormOf<D extends Draft> {
  readonly draft: D;
  readonly change: (part: Partial<D>) => void;
  /** What is wrong with a field of this name. */
  readonly error: (field: string) => string | undefined;
}

export interface EditListProps<T, D extends Draft> {
  /** Name of the list. */
  label: string;
  items: readonly T[];
  /** What an item is called, for buttons and assistive technology. */
  nameOf: (item: T) => string;
  row: (item: T) => ReactNode;
  form: (of: FormOf<D>) => ReactNode;
  /** Where the items lie in the world, as ['aliases']. */
  path: readonly (string | number)[];
  /** Fields of an item that the form shows complaints at. */
  fields: readonly string[];
  toDraft: (item: T) => D;
  fromDraft: (draft: D) => unknown;
  /** An item that was not there yet; null: there is no adding here. */
  blank: D | null;
  add: string;
  /** Beside the button that adds. */
  beside?: ReactNode;
  /** Another draft to begin with, from outside: opens the form. Its identity counts. */
  begin?: D | null;
  onSave: (items: readonly unknown[]) => Promise<readonly WorldProblem[]>;
}

type Editing<D> = { at: number; draft: D } | null;

export function EditList<T, D extends Draft>(props: Readonly<EditListProps<T, D>>) {
  const { items, nameOf, path, fields, onSave } = props;
  const { t } = useTranslation('labWorld');
  const explain = useExplain();
  const language = useLanguage();
  const [editing, setEditing] = useState<Editing<D>>(null);
  const [begun, setBegun] = useState<D | null>(null);
  const [problems, setProblems] = useState<readonly WorldProblem[]>([]);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const [busy, setBusy] = useState(false);
  if (props.begin && props.begin !== begun) {
    setBegun(props.begin);
    setEditing({ at: items.length, draft: props.begin });
    setProblems([]);
  }

  const open = (next: Editing<D>) => {
    setEditing(next);
    setProblems([]);
    setFailure(null);
  };
  const save = async (next: readonly unknown[]) => {
    setBusy(true);
    setFailure(null);
    try {
      const said = await onSave(next);
      setProblems(said);
      if (said.length === 0) setEditing(null);
    } catch (thrown) {
      setFailure(asMailError(thrown, 'lab.setWorld').toValue());
    } finally {
      setBusy(false);
    }
  };
  const at = editing?.at ?? -1;
  const other = besides(problems, editing === null ? [] : fields.map((field) => [...path, at, field]), language);
  const trouble = (
    <>
      {other.length === 0 ? null : (
        <Notice tone="error" helps={t('unchanged')}>
          {other.join(' ')}
        </Notice>
      )}
      {failure === null ? null : (
        <Notice tone="error" helps={explain(failure).helps}>
          {explain(failure).what}
        </Notice>
      )}
    </>
  );
  const form =
    editing === null ? null : (
      <form
        aria-label={at < items.length ? t('change', { name: nameOf(items[at] as T) }) : props.add}
        className="flex flex-col gap-3 border-l-2 border-indigo bg-well px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault();
          const value = props.fromDraft(editing.draft);
          void save(at < items.length ? items.map((item, n) => (n === at ? value : item)) : [...items, value]);
        }}
      >
        {props.form({
          draft: editing.draft,
          change: (part) => setEditing({ at, draft: { ...editing.draft, ...part } }),
          error: (field) => saidOf(problems, [...path, at, field], language),
        })}
        {trouble}
        <div className="flex gap-2">
          <Button kind="primary" submit busy={busy}>
            {t('save')}
          </Button>
          <Button onPress={() => open(null)}>{t('cancel')}</Button>
        </div>
      </form>
    );
  return (
    <div className="flex flex-col gap-3">
      {editing === null ? trouble : null}
      <ul aria-label={props.label} className="flex flex-col">
        {items.map((item, n) => (
          <li key={`${n} ${nameOf(item)}`} className="border-b border-rule last:border-0">
            {n === at ? (
              form
            ) : (
              <div className="group flex min-h-10 items-center gap-2 py-1.5">
                <div className="min-w-0 flex-1">{props.row(item)}</div>
                <IconButton
                  icon={Pencil}
                  size="small"
                  name={t('change', { name: nameOf(item) })}
                  onPress={() => open({ at: n, draft: props.toDraft(item) })}
                />
                <IconButton
                  icon={Trash2}
                  size="small"
                  danger
                  name={t('remove', { name: nameOf(item) })}
                  onPress={() => {
                    open(null);
                    void save(items.filter((_, m) => m !== n));
                  }}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {at === items.length ? form : null}
      {props.blank === null || editing !== null ? null : (
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<Plus size={14} strokeWidth={1.5} aria-hidden />}
            onPress={() => props.blank !== null && open({ at: items.length, draft: props.blank })}
          >
            {props.add}
          </Button>
          {props.beside}
        </div>
      )}
    </div>
  );
}

/** One a line, or with commas between. */
export const listed = (text: string): string[] =>
  text
    .split(/[\s,、]+/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
