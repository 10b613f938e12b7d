/** A world written to a file, and one read from it: nothing is changed unless the lab takes all of it. */
import { useState } from 'react';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { WorldProblem } from '../../../src/contract/lab/table.ts';
import { bridge } from '../../bridge.ts';
import { useLabLink } from '../../hooks/services.tsx';

export type FileNews =
  | { readonly state: 'saved' | 'opened'; readonly name: string }
  | { readonly state: 'refused'; readonly name: string; readonly problems: readonly WorldProblem[] }
  | { readonly state: 'not-json' | 'too-large'; readonly name: string }
  | { readonly state: 'failed'; readonly error: ErrorValue };

export interface WorldFile {
  readonly news: FileNews | null;
  readonly dismiss: () => void;
  readonly save: () => void;
  readonly open: (file: File) => void;
}

/** More is not written by the lab, and not by hand. */
const longest = 4 << 20;

export function useWorldFile(): WorldFile {
  const link = useLabLink();
  const [news, setNews] = useState<FileNews | null>(null);
  const run = async (work: () => Promise<FileNews | null>) => {
    setNews(null);
    try {
      setNews(await work());
    } catch (thrown) {
      setNews({ state: 'failed', error: asMailError(thrown, 'lab.world').toValue() });
    }
  };
  const save = async (): Promise<FileNews | null> => {
    const world = await link.call('lab.world', {});
    const text = `${JSON.stringify(world, null, 2)}\n`;
    const result = await bridge().saveText({ name: 'world.json', text });
    if (result.state === 'cancelled') return null;
    return result.state === 'failed' ? result : { state: 'saved', name: result.name };
  };
  const open = async (file: File): Promise<FileNews> => {
    const { name } = file;
    if (file.size > longest) return { state: 'too-large', name };
    const text = await file.text();
    const world = parsed(text);
    if (world === undefined) return { state: 'not-json', name };
    const { problems } = await link.call('lab.setWorld', { world });
    return problems.length === 0 ? { state: 'opened', name } : { state: 'refused', name, problems };
  };
  return {
    news,
    dismiss: () => setNews(null),
    save: () => void run(save),
    open: (file) => void run(() => open(file)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
