import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
const languages = ['en', 'ja'] as const;
const namespaces = readdirSync(path.join(renderer, 'locales', 'en')).map((name) => path.basename(name, '.json'));

type Texts = Map<string, string>;

function textsOf(language: string, namespace: string): Texts {
  const texts: Texts = new Map();
  const walk = (value: unknown, at: string) => {
    if (typeof value === 'string') texts.set(at, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, at === '' ? key : `${at}.${key}`);
  };
  walk(JSON.parse(readFileSync(path.join(renderer, 'locales', language, `${namespace}.json`), 'utf8')), '');
  return texts;
}

const variables = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((m) => m[1]))].sort();
const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');

const baseKeys = (texts: Texts) => [...new Set([...texts.keys()].map(withoutPlural))].sort();

/** The namespaces that a file draws from, and the keys that it asks for; a key with `${}` in it stands for all that begin and end so. */
function usesOf(source: string): { namespaces: string[]; keys: RegExp[] } {
  const named = [...source.matchAll(/(?:useTranslation\(|TFunction<)\s*(?:'(\w+)'|\[([^\]]*)\])/g)].flatMap((m) =>
    m[1] !== undefined ? [m[1]] : [...(m[2] ?? '').matchAll(/'(\w+)'/g)].map((n) => n[1] ?? ''),
  );
  const firsts = [...source.matchAll(/\bt\(\s*((?:[^,()`'"]|'[^']*'|`[^`]*`|\([^()]*\))*)/g)].map((m) => m[1] ?? '');
  const keys = firsts.flatMap((first) =>
    [...first.replace(/[!=]== *'[^']*'/g, '').matchAll(/'([^']+)'|`([^`]+)`/g)].map((m) => pattern(m[1] ?? m[2] ?? '')),
  );
  return { namespaces: named, keys };
}

function pattern(key: string): RegExp {
  const own = key.replace(/^\w+:/, '');
  const parts = own.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

function sources(): string[] {
  return readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('locales'))
    .map((name) => readFileSync(path.join(renderer, name), 'utf8'));
}

test.each(namespaces)(
  '%s: English and Japanese have the same keys, each in the plural forms of its language',
  (namespace) => {
    const en = textsOf('en', namespace);
    const ja = textsOf('ja', namespace);
    expect(baseKeys(ja)).toEqual(baseKeys(en));
    const plural = baseKeys(en).filter((key) => en.has(`${key}_other`));
    expect(plural.filter((key) => !en.has(`${key}_one`) || !ja.has(`${key}_other`))).toEqual([]);
  },
);

test.each(namespaces)('%s: a sentence takes the same variables in both languages', (namespace) => {
  const taken = (texts: Texts, base: string) =>
    variables([...texts].flatMap(([key, text]) => (withoutPlural(key) === base ? [text] : [])).join()).join();
  const en = textsOf('en', namespace);
  const ja = textsOf('ja', namespace);
  expect(baseKeys(en).filter((key) => taken(en, key) !== taken(ja, key))).toEqual([]);
});

test.each(namespaces)('%s: no text is empty', (namespace) => {
  for (const language of languages)
    expect([...textsOf(language, namespace)].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('every key that a view asks for exists, and no text is left that nobody asks for', () => {
  const asked = sources().map(usesOf);
  const unused: string[] = [];
  const missing: string[] = [];
  for (const namespace of namespaces) {
    const keys = baseKeys(textsOf('en', namespace));
    const wanted = asked.filter((use) => use.namespaces.includes(namespace)).flatMap((use) => use.keys);
    unused.push(...keys.filter((key) => !wanted.some((want) => want.test(key))).map((key) => `${namespace}:${key}`));
  }
  for (const use of asked) {
    if (use.namespaces.length === 0) continue;
    const keys = use.namespaces.flatMap((namespace) => baseKeys(textsOf('en', namespace)));
    missing.push(...use.keys.filter((want) => !keys.some((key) => want.test(key))).map(String));
  }
  expect({ missing, unused }).toEqual({ missing: [], unused: [] });
});
