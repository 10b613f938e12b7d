import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Localized } from '../../../src/contract/lab/world.ts';
import { type LabWords, labWords } from './lab-words.ts';

export function useLanguage(): 'en' | 'ja' {
  const { i18n } = useTranslation();
  return i18n.language === 'ja' ? 'ja' : 'en';
}

export function useLabWords(): LabWords {
  const language = useLanguage();
  return useMemo(() => labWords(language), [language]);
}

/** What the lab tells in both languages, in the window's. */
export function useLocalized(): (text: Localized) => string {
  const language = useLanguage();
  return (text) => text[language];
}
