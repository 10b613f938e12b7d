import { useMemo } from 'react';
import type { Localized } from '../../../src/contract/lab/world.ts';
import { useLanguage } from '../../hooks/use-language.ts';
import { type LabWords, labWords } from './lab-words.ts';

export function useLabWords(): LabWords {
  const language = useLanguage();
  return useMemo(() => labWords(language), [language]);
}

/** What the lab tells in both languages, in the window's. */
export function useLocalized(): (text: Localized) => string {
  const language = useLanguage();
  return (text) => text[language];
}
