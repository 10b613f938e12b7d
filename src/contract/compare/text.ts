/** What a person reads: in both languages, or, in an experiment that somebody wrote for themselves, in one. */
import { z } from 'zod';
import { Localized } from '../lab/world.ts';

export const Text = z.union([z.string().max(2000), Localized]);
export type Text = z.infer<typeof Text>;

/** The text in one language. */
export const inLang = (text: Text, lang: 'en' | 'ja'): string => (typeof text === 'string' ? text : text[lang]);

/** A name that stands in files and links: lower-case letters, digits and hyphens. Not one that Windows gives to no file. */
export const Slug = z.string().regex(/^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{0,39}$/);
