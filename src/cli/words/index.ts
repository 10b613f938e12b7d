import type { Lang } from '../../contract/words/index.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Words } from './words.ts';

export type { CommandName, Words } from './words.ts';

export const wordsIn: Readonly<Record<Lang, Words>> = { en, ja };
