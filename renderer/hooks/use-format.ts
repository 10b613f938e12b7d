import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Formats, formatsFor } from '../views/format.ts';

/** Dates, numbers and sizes as the language of the window writes them. */
export function useFormat(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language === 'ja' ? 'ja' : 'en'), [i18n.language]);
}
