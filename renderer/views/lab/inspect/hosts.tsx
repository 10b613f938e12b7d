/** How to point another program at the lab: addresses, ports, users, and the authority to trust. */
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reach } from '../../../../src/contract/lab/table.ts';
import { bridge } from '../../../bridge.ts';
import { Button } from '../../../components/index.ts';
import { useCopied } from '../../../hooks/use-copied.ts';
import type { LabOn } from '../../../hooks/use-lab.ts';

export interface HostsProps {
  status: LabOn;
  /** Drawn to attention: it was pressed on the map. */
  host: string | null;
}

const services = ['submission', 'submissions', 'smtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;

export function Hosts({ status, host }: Readonly<HostsProps>) {
  const { t } = useTranslation('lab');
  const [copied, copy] = useCopied();
  const [saved, setSaved] = useState<string | null>(null);
  const save = async () => {
    const result = await bridge().saveText({ name: 'tegami-lab-ca.pem', text: status.ca });
    setSaved(
      result.state === 'saved'
        ? t('hosts.saved', { name: result.name })
        : result.state === 'failed'
          ? t('hosts.notSaved')
          : null,
    );
  };
  return (
    <div className="flex flex-col gap-6">
      <section aria-label={t('hosts.sign')} className="flex flex-col gap-2">
        <p className="text-ink-soft">{t('hosts.what')}</p>
        <table className="w-full text-left text-small select-text">
          <thead>
            <tr className="border-b border-rule text-ink-faint">
              <th className="py-1 pr-3 font-normal">{t('hosts.user')}</th>
              <th className="py-1 pr-3 font-normal">{t('hosts.password')}</th>
              <th className="py-1 font-normal">{t('hosts.host')}</th>
            </tr>
          </thead>
          <tbody className="font-mono">
            {status.users.map((user) => (
              <tr key={user.address} className="border-b border-rule last:border-0">
                <td className="py-1 pr-3">{user.user}</td>
                <td className="py-1 pr-3">{user.password}</td>
                <td className="py-1">{user.host}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-label={t('hosts.title')} className="flex flex-col">
        <h3 className="border-b border-rule pb-1 font-semibold">{t('hosts.title')}</h3>
        <dl className="flex flex-col">
          <div className="flex flex-wrap gap-x-4 border-b border-rule py-2">
            <dt className="w-40">DNS</dt>
            <dd className="font-mono text-small leading-5 select-text">
              {status.dns.address}:{status.dns.port}
            </dd>
          </div>
          {status.hosts.map((reach) => (
            <HostRow key={reach.name} reach={reach} marked={reach.name === host} />
          ))}
        </dl>
      </section>
      <section aria-label={t('hosts.ca')} className="flex flex-col gap-2">
        <h3 className="font-semibold">{t('hosts.ca')}</h3>
        <p className="text-ink-soft">{t('hosts.caHelp')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={<Download size={14} strokeWidth={1.5} aria-hidden />} onPress={() => void save()}>
            {t('hosts.caSave')}
          </Button>
          <Button icon={<Copy size={14} strokeWidth={1.5} aria-hidden />} onPress={() => copy(status.ca)}>
            {copied ? t('copied') : t('hosts.caCopy')}
          </Button>
          <span role="status" className="text-small text-ink-soft">
            {saved}
          </span>
        </div>
      </section>
    </div>
  );
}

function HostRow({ reach, marked }: Readonly<{ reach: Reach; marked: boolean }>) {
  const open = services.flatMap((service) => (reach[service] === null ? [] : [{ service, port: reach[service] }]));
  if (open.length === 0) return null;
  return (
    <div
      className={`flex flex-wrap gap-x-4 border-b border-rule py-2 last:border-0 ${marked ? '-mx-2 bg-indigo-wash px-2' : ''}`}
    >
      <dt className="w-40 [overflow-wrap:anywhere]">
        {reach.name}
        <span className="block font-mono text-small text-ink-soft select-text">{reach.address}</span>
      </dt>
      <dd className="flex min-w-0 flex-1 flex-wrap gap-x-3 font-mono text-small leading-5 select-text">
        {open.map(({ service, port }) => (
          <span key={service} className="whitespace-nowrap">
            <span className="text-ink-faint">{service}</span> {port}
          </span>
        ))}
      </dd>
    </div>
  );
}
