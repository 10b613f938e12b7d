/** A certificate as one decides on it: whose it is, who vouches, until when, and its fingerprint to compare. */
import { useTranslation } from 'react-i18next';
import type { TestStep } from '../../../src/contract/account.ts';

export interface CertificateProps {
  certificate: NonNullable<TestStep['certificate']>;
}

export function Certificate({ certificate }: Readonly<CertificateProps>) {
  const { t, i18n } = useTranslation('account');
  const until = new Date(certificate.validTo);
  const rows = [
    [t('certificate.subject'), certificate.subject],
    [t('certificate.names'), certificate.names.join(', ')],
    [t('certificate.issuer'), certificate.issuer],
    [
      t('certificate.until'),
      Number.isNaN(until.getTime())
        ? certificate.validTo
        : new Intl.DateTimeFormat(i18n.language === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'long' }).format(until),
    ],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 border-y border-rule py-2 text-small">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <Row key={name} name={name} value={value} />
        ))}
      <dt className="col-span-2 text-ink-soft">{t('certificate.fingerprint')}</dt>
      <dd className="col-span-2 font-mono text-[11px] leading-[1.5] break-words select-text">
        {certificate.sha256.match(/.{1,4}/g)?.join(' ')}
      </dd>
    </dl>
  );
}

function Row({ name, value }: Readonly<{ name: string; value: string }>) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words select-text">{value}</dd>
    </>
  );
}
