/** A machine's settings in a few words: what it speaks, what it keeps, its line and its disk. */
import type { TFunction } from 'i18next';
import type { Link, Machine } from '../../../../src/contract/compare/machine.ts';
import type { Formats } from '../../format.ts';

type T = TFunction<'compare'>;

/** `IMAP, the list only`; without the protocol where the machine's name says it. */
export function speaksWords(machine: Pick<Machine, 'protocol' | 'keep' | 'fetch'>, name: string, t: T): string {
  const protocol = machine.protocol.toUpperCase();
  const policy = policyWords(machine, t);
  return name.toUpperCase().includes(protocol) ? policy : t('machine.speaks', { protocol, policy });
}

function policyWords({ protocol, keep, fetch }: Pick<Machine, 'protocol' | 'keep' | 'fetch'>, t: T): string {
  if (protocol === 'imap') return t(`machine.fetch.${fetch}`);
  return keep.policy === 'days' ? t('machine.keep.days', { count: keep.days }) : t(`machine.keep.${keep.policy}`);
}

export function lineWords(link: Link, formats: Formats, t: T): string {
  if (link.kbitPerSecond === null) return t('machine.fast');
  const [rate, unit] =
    link.kbitPerSecond >= 1000 ? [link.kbitPerSecond / 1000, 'Mbit/s'] : [link.kbitPerSecond, 'kbit/s'];
  return `${formats.number(rate)} ${unit}`;
}

/** Null where its disk has no limit. */
export const storageWords = ({ storage }: Pick<Machine, 'storage'>, formats: Formats, t: T): string | null =>
  storage === null ? null : t('machine.storage', { size: formats.size(storage) });
