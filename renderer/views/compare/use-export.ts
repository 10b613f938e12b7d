import { useCallback, useState } from 'react';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import { bridge } from '../../bridge.ts';
import { useCompareLink } from '../../hooks/services.tsx';
import { useLanguage } from '../../hooks/use-language.ts';

export type Format = 'html' | 'csv' | 'json' | 'png';
export type Exported =
  | { readonly state: 'none' }
  | { readonly state: 'busy' }
  | { readonly state: 'saved'; readonly name: string }
  | { readonly state: 'failed'; readonly error: ErrorValue };

export interface Exporter {
  readonly exported: Exported;
  /** `file`: what is offered as the name, without its ending. */
  save(names: readonly string[], format: Format, file: string): void;
  dismiss(): void;
}

/** Saves results where the user says. */
export function useExport(): Exporter {
  const link = useCompareLink();
  const lang = useLanguage();
  const [exported, setExported] = useState<Exported>({ state: 'none' });
  const save = useCallback(
    async (names: readonly string[], format: Format, file: string) => {
      setExported({ state: 'busy' });
      try {
        const { text } = await link.call('compare.export', {
          names: [...names],
          format: format === 'png' ? 'html' : format,
          lang,
        });
        const name = `${file}.${format}`;
        const result = await (format === 'png'
          ? bridge().savePicture({ name, html: text })
          : bridge().saveText({ name, text }));
        setExported(result.state === 'cancelled' ? { state: 'none' } : result);
      } catch (thrown) {
        setExported({ state: 'failed', error: asMailError(thrown, 'compare.export').toValue() });
      }
    },
    [link, lang],
  );
  const dismiss = useCallback(() => setExported({ state: 'none' }), []);
  return { exported, save: (...of) => void save(...of), dismiss };
}
