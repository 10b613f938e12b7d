/** What lies in the mailboxes on the servers' disks, and each mail as it lies there. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { SpoolMailbox } from '../../../../src/contract/lab/table.ts';
import { Button, Notice, Select } from '../../../components/index.ts';
import { useLabLink } from '../../../hooks/services.tsx';
import { useCopied } from '../../../hooks/use-copied.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { Octets } from '../transcript/octets.tsx';
import { decoded } from '../transcript/read-octets.ts';
import { useLabWords } from '../use-lab-words.ts';

export interface SpoolProps {
  mailboxes: readonly SpoolMailbox[];
}

interface Chosen {
  user: string;
  mailbox: string;
  uid: number;
}

export function Spool({ mailboxes }: Readonly<SpoolProps>) {
  const { t } = useTranslation('lab');
  const users = [...new Set(mailboxes.map(({ user }) => user))].sort();
  const [wanted, setWanted] = useState('');
  const [open, setOpen] = useState<Chosen | null>(null);
  const user = users.includes(wanted) ? wanted : (users[0] ?? '');
  if (users.length === 0) return <p className="text-ink-soft">{t('spool.none')}</p>;
  if (open !== null) return <Raw of={open} onBack={() => setOpen(null)} />;
  return (
    <div className="flex flex-col gap-5">
      <Select
        label={t('spool.user')}
        value={user}
        onChange={setWanted}
        options={users.map((one) => ({ value: one, label: one }))}
        className="max-w-72"
      />
      {mailboxes
        .filter((mailbox) => mailbox.user === user)
        .map((mailbox) => (
          <Mailbox
            key={mailbox.mailbox}
            mailbox={mailbox}
            onOpen={(uid) => setOpen({ user, mailbox: mailbox.mailbox, uid })}
          />
        ))}
    </div>
  );
}

function Mailbox({ mailbox, onOpen }: Readonly<{ mailbox: SpoolMailbox; onOpen: (uid: number) => void }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const format = useFormat();
  const { quota, octets, messages } = mailbox;
  return (
    <section aria-label={mailbox.mailbox} className="flex min-w-0 flex-col">
      <h3 className="font-semibold">{mailbox.mailbox}</h3>
      <p className="tabular border-b border-rule pb-1.5 text-small text-ink-soft select-text">
        UIDVALIDITY {mailbox.uidValidity} · UIDNEXT {mailbox.uidNext} ·{' '}
        {quota === null
          ? format.size(octets)
          : t('spool.quota', { used: format.size(octets), quota: format.size(quota) })}{' '}
        · {mailbox.host}
      </p>
      {messages.length === 0 ? <p className="py-2 text-ink-faint">{t('spool.empty')}</p> : null}
      <ul>
        {[...messages].reverse().map((message) => (
          <li key={message.uid} className="border-b border-rule last:border-0">
            <button
              type="button"
              aria-label={t('spool.open', { uid: message.uid, subject: message.subject })}
              onClick={() => onOpen(message.uid)}
              className="grid w-full grid-cols-[40px_minmax(0,1fr)_auto] gap-x-3 py-2 text-left hover:bg-indigo-wash"
            >
              <span className="tabular text-right text-ink-faint">{message.uid}</span>
              <span className="truncate">{message.subject === '' ? t('journey.noSubject') : message.subject}</span>
              <span className="tabular text-small text-ink-faint">{words.moment(message.internalDate)}</span>
              <span />
              <span className="truncate text-small text-ink-soft">{message.from}</span>
              <span className="text-right text-small text-ink-faint">
                {message.flags.length === 0
                  ? format.size(message.size)
                  : `${message.flags.join(' ')} · ${format.size(message.size)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Read = { octets: string; truncated: boolean } | { error: ErrorValue } | { missing: true } | null;

function Raw({ of, onBack }: Readonly<{ of: Chosen; onBack: () => void }>) {
  const { t } = useTranslation('lab');
  const link = useLabLink();
  const explain = useExplain();
  const [copied, copy] = useCopied();
  const [read, setRead] = useState<Read>(null);
  const { user, mailbox, uid } = of;
  useEffect(() => {
    let left = false;
    link.call('lab.spoolMessage', { user, mailbox, uid }).then(
      (message) => left || setRead(message ?? { missing: true }),
      (thrown) => left || setRead({ error: asMailError(thrown, 'lab.spoolMessage').toValue() }),
    );
    return () => {
      left = true;
    };
  }, [link, user, mailbox, uid]);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button onPress={onBack} autoFocus>
          {t('spool.back')}
        </Button>
        <h3 className="min-w-0 flex-1 truncate font-semibold">{t('spool.message', { user, mailbox, uid })}</h3>
        {read !== null && 'octets' in read ? (
          <Button onPress={() => copy(decoded(read.octets))}>{copied ? t('copied') : t('copy')}</Button>
        ) : null}
      </div>
      {read === null ? null : 'error' in read ? (
        <Notice tone="error" helps={explain(read.error).helps}>
          {explain(read.error).what}
        </Notice>
      ) : 'missing' in read ? (
        <p className="text-ink-soft">{t('spool.gone')}</p>
      ) : (
        <>
          <pre className="overflow-x-auto bg-well p-3 font-mono text-small leading-[1.6] whitespace-pre select-text">
            <Octets octets={read.octets} />
          </pre>
          {read.truncated ? <p className="text-small text-ink-soft">{t('spool.truncated')}</p> : null}
        </>
      )}
    </div>
  );
}
