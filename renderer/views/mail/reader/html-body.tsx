/** The HTML part, cleaned, in a frame that can run nothing and load nothing. */
import { ImageOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../../src/contract/mail.ts';
import { useDark } from '../../../hooks/use-dark.ts';
import { usePictures } from '../../../hooks/use-text.ts';
import { cleanHtml } from './sanitise.ts';

export interface HtmlBodyProps {
  message: number;
  html: string;
  attachments: readonly Attachment[];
}

export function HtmlBody({ message, html, attachments }: Readonly<HtmlBodyProps>) {
  const { t, i18n } = useTranslation('mail');
  const dark = useDark();
  const pictures = usePictures(message, html, attachments);
  const cleaned = useMemo(
    () => (pictures === null ? null : cleanHtml(html, pictures, { language: i18n.language, dark }, window)),
    [html, pictures, i18n.language, dark],
  );
  if (cleaned === null) return null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {cleaned.remotePictures > 0 ? (
        <p className="flex items-start gap-2 border-b border-rule px-6 py-1.5 text-small text-ink-soft">
          <ImageOff size={14} strokeWidth={1.5} aria-hidden className="mt-px shrink-0" />
          {t('picturesBlocked')}
        </p>
      ) : null}
      {/* allow-popups only lets a link ask for a window; the shell refuses every window and opens the address outside. */}
      <iframe
        title={t('messageText')}
        sandbox="allow-popups"
        srcDoc={cleaned.document}
        referrerPolicy="no-referrer"
        className="min-h-48 w-full flex-1 border-0 -outline-offset-2 outline-indigo focus:outline-2"
      />
    </div>
  );
}
