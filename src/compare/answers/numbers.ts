/** Mails counted as people count them. */
import type { Localized } from '../../contract/lab/world.ts';
import { both } from './sentences.ts';

/** `1 mail`, `2 mails`; in Japanese counted by 通. */
export const mails = (n: number): Localized => both(n === 1 ? '1 mail' : `${n} mails`, `${n}通`);

/** `all 5`, `none of the 5`, `2 of the 5`. */
export const ofAll = (n: number, all: number): string =>
  n === all ? (all === 1 ? 'the 1' : `all ${all}`) : n === 0 ? `none of the ${all}` : `${n} of the ${all}`;
