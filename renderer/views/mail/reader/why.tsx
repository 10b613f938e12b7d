/** Why a message is as it is: every addition, change and removal with what caused it. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError } from '../../../../src/base/errors.ts';
import { IconButton, Notice } from '../../../components/index.ts';
import { useLink } from '../../../hooks/services.tsx';
import { useFolders } from '../../../hooks/use-accounts.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { type LedgerLine, type WhyWords, whyWords } from './why-words.ts';

type Ledger = readonly LedgerLine[];

export function Why({ message, onClose }: Readonly<{ message: number; onClose: () => void }>) {
  const { t } = useTranslation('mail');
  const link = useLink();
  const format = useFormat();
  const explain = useExplain();
  const now = useNow();
  const folders = useFolders();
  const folderName = (id: number) => {
    const folder = folders.state === 'ready' ? folders.value.find((each) => each.id === id) : undefined;
    return folder === undefined ? null : folder.role === null ? folder.name : t(`role.${folder.role}`);
  };
  const [entries, setEntries] = useState<Ledger | null>(null);
  const [failure, setFailure] = useState<ReturnType<typeof explain> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each message
  useEffect(() => {
    let left = false;
    link.call('why.of', { id: message }).then(
      (given) => left || setEntries(given),
      (thrown) => left || setFailure(explain(asMailError(thrown, 'why.of').toValue())),
    );
    return () => {
      left = true;
    };
  }, [link, message]);
  return (
    <section
      aria-label={t('why')}
      className="max-h-[40%] shrink-0 overflow-y-auto border-b border-rule bg-paper px-6 py-3"
    >
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('why')}</h2>
        <IconButton icon={X} name={t('close')} size="small" onPress={onClose} />
      </div>
      {failure === null ? null : (
        <Notice tone="error" helps={failure.helps}>
          {failure.what}
        </Notice>
      )}
      <ol className="mt-1 flex flex-col gap-2">
        {entries?.map((entry, at) => (
          <li key={at} className="flex gap-3">
            <time className="tabular w-32 shrink-0 text-small leading-5 text-ink-faint">
              {format.fullDate(entry.at, now)}
            </time>
            <div className="min-w-0 flex-1 select-text">
              <Told words={whyWords(entry, t, folderName)} own={`${entry.what}: ${entry.cause}`} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What happened and why, in plain words; the engine's own line stands below for those who want to know exactly. */
function Told({ words, own }: Readonly<{ words: WhyWords; own: string }>) {
  return (
    <>
      <p>
        {words.what} {words.cause === null ? null : <span className="text-ink-soft">{words.cause}</span>}
      </p>
      <p lang="en" className="font-mono text-[11px] leading-4 text-ink-faint [overflow-wrap:anywhere]">
        {own}
      </p>
    </>
  );
}
