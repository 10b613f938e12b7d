/** English and Japanese as equals: the language of the system until the user chooses one; both are complete and bundled. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { bridge } from '../bridge.ts';
import { onPreferences, preferences } from '../preferences.ts';
import enAccount from './en/account.json';
import enCommon from './en/common.json';
import enCompare from './en/compare.json';
import enCompareForYou from './en/compareForYou.json';
import enCompareRecord from './en/compareRecord.json';
import enComponents from './en/components.json';
import enCompose from './en/compose.json';
import enLab from './en/lab.json';
import enLabScenes from './en/labScenes.json';
import enLabWorld from './en/labWorld.json';
import enMail from './en/mail.json';
import enSettings from './en/settings.json';
import enWelcome from './en/welcome.json';
import jaAccount from './ja/account.json';
import jaCommon from './ja/common.json';
import jaCompare from './ja/compare.json';
import jaCompareForYou from './ja/compareForYou.json';
import jaCompareRecord from './ja/compareRecord.json';
import jaComponents from './ja/components.json';
import jaCompose from './ja/compose.json';
import jaLab from './ja/lab.json';
import jaLabScenes from './ja/labScenes.json';
import jaLabWorld from './ja/labWorld.json';
import jaMail from './ja/mail.json';
import jaSettings from './ja/settings.json';
import jaWelcome from './ja/welcome.json';

export type Language = 'en' | 'ja';

export const resources = {
  en: {
    common: enCommon,
    mail: enMail,
    settings: enSettings,
    account: enAccount,
    components: enComponents,
    compose: enCompose,
    compare: enCompare,
    compareRecord: enCompareRecord,
    compareForYou: enCompareForYou,
    welcome: enWelcome,
    lab: enLab,
    labWorld: enLabWorld,
    labScenes: enLabScenes,
  },
  ja: {
    common: jaCommon,
    mail: jaMail,
    settings: jaSettings,
    account: jaAccount,
    components: jaComponents,
    compose: jaCompose,
    compare: jaCompare,
    compareRecord: jaCompareRecord,
    compareForYou: jaCompareForYou,
    welcome: jaWelcome,
    lab: jaLab,
    labWorld: jaLabWorld,
    labScenes: jaLabScenes,
  },
} as const;

/** @param systemLocale BCP 47, as `ja-JP`. */
export function startLanguage(systemLocale: string): void {
  const wanted = () => languageFor(preferences().language, systemLocale);
  void i18next.use(initReactI18next).init({
    resources,
    lng: wanted(),
    fallbackLng: 'en',
    ns: Object.keys(resources.en),
    defaultNS: 'common',
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
  });
  tellOthers(wanted());
  onPreferences(() => {
    const next = wanted();
    if (next === i18next.language) return;
    tellOthers(next);
    void i18next.changeLanguage(next);
  });
}

function tellOthers(language: Language): void {
  document.documentElement.lang = language;
  bridge().setLanguage(language);
}

export function languageFor(chosen: 'system' | Language, systemLocale: string): Language {
  if (chosen !== 'system') return chosen;
  return /^ja\b/i.test(systemLocale) ? 'ja' : 'en';
}
