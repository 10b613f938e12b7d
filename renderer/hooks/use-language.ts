import { useTranslation } from 'react-i18next';

/** The language of the window. */
export function useLanguage(): 'en' | 'ja' {
  const { i18n } = useTranslation();
  return i18n.language === 'ja' ? 'ja' : 'en';
}
