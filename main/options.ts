/** What the command line says. Values come as `--name=value`, because Chromium reads the same line and knows no other form. */
import path from 'node:path';
import type { Language, Theme } from '../src/contract/bridge.ts';

export interface Options {
  /** The profile's folder, absolute; null for the user's own. */
  readonly profile: string | null;
  readonly language: Language | null;
  readonly theme: Theme | null;
  /** Writes what the window shows to this file, and quits. */
  readonly screenshot: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  /** The runtime is an old one, for trying and testing only. */
  readonly standIn: boolean;
  /** Draws in software: for displays that have no graphics card. */
  readonly software: boolean;
  /** For the project's own end-to-end tests: TEGAMI_SAVE_DIR stands for the save dialog. */
  readonly test: boolean;
}

export function readOptions(argv: readonly string[], cwd: string): Options {
  const value = (name: string): string | null => {
    const found = argv.findLast((word) => word.startsWith(`--${name}=`));
    return found === undefined ? null : found.slice(name.length + 3);
  };
  const file = (name: string): string | null => {
    const given = value(name);
    return given === null || given === '' ? null : path.resolve(cwd, given);
  };
  const size = /^(\d{3,4})x(\d{3,4})$/.exec(value('size') ?? '');
  return {
    profile: file('profile'),
    language: oneOf(value('lang'), ['en', 'ja'] as const),
    theme: oneOf(value('theme'), ['system', 'light', 'dark'] as const),
    screenshot: file('screenshot'),
    size: size === null ? null : { width: Number(size[1]), height: Number(size[2]) },
    standIn: argv.includes('--stand-in'),
    software: argv.includes('--software-rendering'),
    test: argv.includes('--tegami-test'),
  };
}

function oneOf<T extends string>(given: string | null, allowed: readonly T[]): T | null {
  return allowed.find((word) => word === given) ?? null;
}
