import { useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { Transcript } from '../../src/contract/lab/trace.ts';
import { useLabLink } from './services.tsx';

export type TranscriptState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly transcript: Transcript }
  /** So old that the lab has forgotten it. */
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly error: ErrorValue };

/** The conversation of one connection; asked for again while it goes on. `heard` changes when something new was told. */
export function useTranscript(connection: string, heard: number): TranscriptState {
  const link = useLabLink();
  const [told, setTold] = useState<{ of: string; state: TranscriptState } | null>(null);
  const open = told?.of === connection && told.state.state === 'ready' && told.state.transcript.ended === null;
  const turn = told?.of !== connection ? 0 : open ? heard : -1;
  useEffect(() => {
    if (turn === -1) return;
    let left = false;
    const tell = (state: TranscriptState) => left || setTold({ of: connection, state });
    link.call('lab.transcript', { connection }).then(
      (transcript) => tell(transcript === null ? { state: 'missing' } : { state: 'ready', transcript }),
      (thrown) => tell({ state: 'failed', error: asMailError(thrown, 'lab.transcript').toValue() }),
    );
    return () => {
      left = true;
    };
  }, [link, connection, turn]);
  return told?.of === connection ? told.state : { state: 'loading' };
}
