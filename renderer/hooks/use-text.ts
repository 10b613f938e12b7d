import { useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { Attachment } from '../../src/contract/mail.ts';
import type { Link } from '../link/link.ts';
import { loadPicture, loadText } from '../link/parts.ts';
import { useLink } from './services.tsx';

export type PartText = { state: 'loading' } | { state: 'ready'; text: string } | { state: 'failed'; error: ErrorValue };

/** One text part of a message. */
export function useText(message: number, part: string): PartText {
  const link = useLink();
  const key = `${message}/${part}`;
  const [result, setResult] = useState<{ key: string; is: PartText } | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    readText(link, message, part, leave.signal).then(
      (text) => leave.signal.aborted || setResult({ key, is: { state: 'ready', text } }),
      (thrown) =>
        leave.signal.aborted ||
        setResult({ key, is: { state: 'failed', error: asMailError(thrown, 'mail.part').toValue() } }),
    );
    return () => leave.abort();
  }, [link, message, part, key]);
  return result?.key === key ? result.is : { state: 'loading' };
}

/** The stream says only that it failed; the engine, asked for the part by a call, says why. */
async function readText(link: Link, message: number, part: string, signal: AbortSignal): Promise<string> {
  try {
    return await loadText(message, part, signal);
  } catch {
    if (signal.aborted) return '';
    await link.call('messages.fetchPart', { id: message, part });
    return loadText(message, part, signal);
  }
}

/** Pictures inside the HTML part are fetched with it only while they are small: a reader who pays for octets decides about the rest. */
const pictureLimit = 1_000_000;

/** data: URLs of the mail's own pictures by Content-ID, as far as `html` names them. Null until all are there. */
export function usePictures(
  message: number,
  html: string | null,
  attachments: readonly Attachment[],
): ReadonlyMap<string, string> | null {
  const named = attachments.filter(
    (a) => a.cid !== undefined && (a.held || a.size < pictureLimit * 1.4) && html?.includes(a.cid),
  );
  const key = html === null ? null : `${message} ${named.map((a) => a.part).join(' ')}`;
  const [result, setResult] = useState<{ key: string; pictures: ReadonlyMap<string, string> } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for message and parts
  useEffect(() => {
    if (key === null) return;
    let left = false;
    const loads = named.map(async ({ part, cid }) => {
      const url = await loadPicture(message, part, pictureLimit).catch(() => null);
      return [cid ?? '', url] as const;
    });
    void Promise.all(loads).then((pairs) => {
      const pictures = new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null));
      if (!left) setResult({ key, pictures });
    });
    return () => {
      left = true;
    };
  }, [key]);
  return key !== null && result?.key === key ? result.pictures : null;
}
