import { useTranslation } from 'react-i18next';
import type { ErrorValue } from '../../src/base/errors.ts';
import { explain } from '../../src/contract/words/index.ts';

/** An error as sentences in the language of the window. */
export function useExplain(): (error: ErrorValue) => { what: string; helps: string } {
  const { i18n } = useTranslation();
  const language = i18n.language === 'ja' ? 'ja' : 'en';
  return (error) => explain(error, language);
}
