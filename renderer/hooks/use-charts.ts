import { useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { ExperimentResult } from '../../src/contract/compare/result.ts';
import type { Chart } from '../../src/contract/compare/table.ts';
import { useCompareLink } from './services.tsx';
import { useDark } from './use-dark.ts';
import { useLanguage } from './use-language.ts';

export type Charts =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly charts: readonly Chart[] }
  | { readonly state: 'failed'; readonly error: ErrorValue };

/** The charts of a result, in the language and the colours of the window; the old ones stay while others are drawn. */
export function useCharts(result: ExperimentResult): Charts {
  const link = useCompareLink();
  const lang = useLanguage();
  const theme = useDark() ? 'dark' : 'light';
  const [told, setTold] = useState<{ of: string; charts: Charts } | null>(null);
  useEffect(() => {
    let left = false;
    const tell = (charts: Charts) => left || setTold({ of: result.name, charts });
    link.call('compare.charts', { name: result.name, lang, theme }).then(
      (charts) => tell({ state: 'ready', charts }),
      (thrown) => tell({ state: 'failed', error: asMailError(thrown, 'compare.charts').toValue() }),
    );
    return () => {
      left = true;
    };
  }, [link, result, lang, theme]);
  return told?.of === result.name ? told.charts : { state: 'loading' };
}
