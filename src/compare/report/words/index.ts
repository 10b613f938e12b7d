import type { Lang } from '../amounts.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { ReportWords } from './words.ts';

export type { ReportWords } from './words.ts';

export const wordsIn: Readonly<Record<Lang, ReportWords>> = { en, ja };
