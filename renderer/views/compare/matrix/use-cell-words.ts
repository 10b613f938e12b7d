import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../../src/contract/compare/result.ts';
import type { Words } from '../words/use-words.ts';

/** A cell as it is read out. */
export function useCellWords(words: Words): (cell: Cell | undefined) => string {
  const { t } = useTranslation('compare');
  return (cell) => {
    if (cell === undefined || cell.holds === 'nothing') return t('holds.nothing');
    const { holds, read, fresh, folder, local, flags, attachments } = cell;
    return words.names.list([
      t(`holds.${holds}`),
      read ? t('read.read') : fresh ? t('read.fresh') : t('read.unread'),
      ...(flags.includes('flagged') ? [t('cell.flagged')] : []),
      ...(folder === null ? [] : [t(local ? 'cell.inLocal' : 'cell.in', { folder })]),
      ...(attachments.all > 0 ? [t('cell.attachments', { held: attachments.held, count: attachments.all })] : []),
    ]);
  };
}
