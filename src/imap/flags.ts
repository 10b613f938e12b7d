import type { Value } from './fetch-row.ts';

const system = new Set(['seen', 'flagged', 'answered', 'draft', 'deleted', 'recent']);
const spelled: Readonly<Record<string, string>> = {
  seen: '\\Seen',
  flagged: '\\Flagged',
  answered: '\\Answered',
  draft: '\\Draft',
  deleted: '\\Deleted',
};

/** Flags as everywhere in the engine: lower case, system flags without the backslash. \Recent belongs to one session: left out. */
export function flagsOf(value: Value | undefined): string[] {
  if (!Array.isArray(value)) return [];
  const flags: string[] = [];
  for (const one of value) {
    if (typeof one !== 'string') continue;
    const flag = plainFlag(one);
    if (flag !== 'recent' && flag !== '') flags.push(flag);
  }
  return flags;
}

export function plainFlag(flag: string): string {
  return (flag.charCodeAt(0) === 92 ? flag.slice(1) : flag).toLowerCase();
}

export function isSystem(flag: string): boolean {
  return system.has(plainFlag(flag));
}

/** As it is written in a command; null where it cannot be a keyword (RFC 9051 §9, atom) or is not ours to set. */
export function wireFlag(flag: string): string | null {
  const plain = plainFlag(flag);
  if (system.has(plain)) return spelled[plain] ?? null;
  return /^[!#$&'+,\-./0-9:;<=>?@A-Z^_`a-z|~[]+$/.test(flag) ? flag : null;
}
