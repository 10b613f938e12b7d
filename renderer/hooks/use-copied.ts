import { useEffect, useState } from 'react';
import { copyText } from '../copy.ts';

/** Copies a text; true for two seconds after it did. */
export function useCopied(): [boolean, (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return [
    copied,
    (text) => {
      if (copyText(text)) setCopied(true);
    },
  ];
}
