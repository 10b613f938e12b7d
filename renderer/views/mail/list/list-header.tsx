/** The name of what is listed, a field to find in it, and a filter. */
import { ListFilter, Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Menu } from '../../../components/index.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { Filter } from '../../../store/queries/messages.ts';

export interface ListHeaderProps {
  title: string;
  /** How many are listed; null while that is not known. */
  count: number | null;
  text: string;
  onText: (text: string) => void;
  everywhere: boolean;
  onEverywhere: (everywhere: boolean) => void;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  /** Down from the field goes into the list. */
  onLeaveField: () => void;
  fieldRef: Ref<HTMLInputElement>;
}

export function ListHeader(props: Readonly<ListHeaderProps>) {
  const { title, count, text, filter, everywhere } = props;
  const { t } = useTranslation('mail');
  const format = useFormat();
  const filters: Filter[] = ['all', 'unread', 'flagged'];
  return (
    <header className="shrink-0 border-b border-rule px-3 pt-2.5 pb-2">
      <div className="flex h-6 items-center gap-2 pl-1">
        <h1 className="min-w-0 truncate text-[0.9375rem] font-semibold">
          <bdi>{title}</bdi>
        </h1>
        {count === null ? null : (
          <p role="status" className="tabular shrink-0 text-small text-ink-faint">
            {text === ''
              ? t(`listed.${filter}`, { count, shown: format.number(count) })
              : t('found', { count, shown: format.number(count) })}
          </p>
        )}
      </div>
      <div className="mt-1.5 flex items-center gap-1">
        <div className="relative min-w-0 flex-1">
          <Search
            size={14}
            strokeWidth={1.5}
            aria-hidden
            className="pointer-events-none absolute top-[9px] left-2.5 text-ink-faint"
          />
          <input
            ref={props.fieldRef}
            type="search"
            aria-label={t('find')}
            aria-keyshortcuts="/"
            placeholder={everywhere ? t('findEverywhere') : t('findIn', { folder: title })}
            value={text}
            onChange={(event) => props.onText(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Escape') {
                event.stopPropagation();
                props.onText('');
                props.onLeaveField();
              }
              if (event.key === 'ArrowDown' || event.key === 'Enter') {
                event.preventDefault();
                props.onLeaveField();
              }
            }}
            className="h-8 w-full rounded-control border border-rule bg-sheet pr-8 pl-8 text-ui text-ink select-text placeholder:text-ink-faint hover:border-ink-faint focus:border-indigo focus:outline-1 focus:outline-indigo [&::-webkit-search-cancel-button]:hidden"
          />
          {text === '' ? null : (
            <IconButton
              icon={X}
              name={t('clear')}
              size="small"
              className="absolute! top-1 right-1"
              onPress={() => props.onText('')}
            />
          )}
        </div>
        <Menu
          name={t('filter')}
          entries={filters.map((value) => ({
            id: value,
            label: t(`filterBy.${value}`),
            onAction: () => props.onFilter(value),
          }))}
        >
          <IconButton
            icon={ListFilter}
            name={filter === 'all' ? t('filter') : t('filterOn', { what: t(`filterBy.${filter}`) })}
            pressed={filter !== 'all'}
          />
        </Menu>
      </div>
      {text === '' ? null : (
        <fieldset aria-label={t('where')} className="mt-1.5 flex min-w-0 gap-1 text-small">
          <Scope on={!everywhere} onPress={() => props.onEverywhere(false)}>
            {title}
          </Scope>
          <Scope on={everywhere} onPress={() => props.onEverywhere(true)}>
            {t('everywhere')}
          </Scope>
        </fieldset>
      )}
    </header>
  );
}

function Scope({ on, onPress, children }: Readonly<{ on: boolean; onPress: () => void; children: string }>) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={`min-w-0 truncate rounded-control px-2 py-0.5 ${on ? 'bg-indigo-wash text-indigo' : 'text-ink-soft hover:bg-well'}`}
    >
      {children}
    </button>
  );
}
