/** Draws the app into an element, with the services that it is given. */
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { App } from './app.tsx';
import { bridge } from './bridge.ts';
import { type Services, ServicesProvider } from './hooks/services.tsx';
import { startLanguage } from './locales/i18n.ts';
import { forcePreferences } from './preferences.ts';
import { keepTheme } from './theme/theme.ts';

export function mount(root: HTMLElement, services: Services): void {
  const { forced, locale } = bridge().about;
  forcePreferences({
    ...(forced.language === null ? {} : { language: forced.language }),
    ...(forced.theme === null ? {} : { theme: forced.theme }),
  });
  keepTheme();
  startLanguage(locale);
  createRoot(root).render(
    <StrictMode>
      <ServicesProvider services={services}>
        <Localised />
      </ServicesProvider>
    </StrictMode>,
  );
}

/** react-aria's own words (as "dismiss") follow the chosen language. */
function Localised() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <App />
    </I18nProvider>
  );
}
