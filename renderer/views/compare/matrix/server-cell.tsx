/** What the server itself has: a mailbox at the head of its column, and one mail in it. Asked by a session beside the machines. */
import { Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ServerState } from '../../../../src/contract/compare/result.ts';
import type { Lies } from './columns.ts';
import { HoldsMark } from './holds-mark.tsx';

export function ServerHead({ state, named }: Readonly<{ state: ServerState | undefined; named: boolean }>) {
  const { t } = useTranslation('compare');
  const folders = (state?.folders ?? []).filter(({ path, mails }) => mails.length > 0 || /^inbox$/i.test(path));
  return (
    <div className="flex h-full flex-col gap-0.5 px-3 py-2 text-left">
      <span className="flex items-center gap-1.5 font-semibold">
        <Server size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-soft" />
        {t('server.name')}
      </span>
      {named && state !== undefined ? (
        <span className="line-clamp-2 text-small font-normal text-ink-soft [overflow-wrap:anywhere]">
          {t('server.mailbox', { mailbox: state.mailbox })}
        </span>
      ) : null}
      <span className="tabular text-small font-normal text-ink-faint">
        {folders.map(({ path, mails }) => `${path} ${mails.length}`).join(' · ')}
      </span>
    </div>
  );
}

export function ServerCell({ lies, lay }: Readonly<{ lies: readonly Lies[]; lay: boolean }>) {
  const { t } = useTranslation('compare');
  if (lies.length === 0)
    return (
      <span className="flex items-center gap-1.5 text-small text-ink-faint">
        <HoldsMark holds="nothing" />
        {lay ? t('server.gone') : <span className="sr-only">{t('server.notHere')}</span>}
      </span>
    );
  return lies.map(({ folder, uid, flags }) => (
    <span key={`${folder} ${uid}`} className="flex min-w-0 flex-col">
      <span className="flex items-center gap-1.5 text-small">
        <HoldsMark holds="whole" className="text-ink-soft!" />
        {flags.includes('seen') ? t('read.read') : t('server.unread')}
      </span>
      <span className="tabular truncate text-small text-ink-soft">{folder}</span>
    </span>
  ));
}
