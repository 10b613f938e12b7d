/** Copies a text, and says that it did: to the eye by its icon, to a screen reader as news. */
import { Check, Copy } from 'lucide-react';
import { useCopied } from '../hooks/use-copied.ts';
import { IconButton } from './icon-button.tsx';

export interface CopyButtonProps {
  name: string;
  /** What it says for a moment after it copied. */
  done: string;
  text: () => string;
  disabled?: boolean;
}

export function CopyButton({ name, done, text, disabled = false }: Readonly<CopyButtonProps>) {
  const [copied, copy] = useCopied();
  return (
    <>
      <span role="status" className="sr-only">
        {copied ? done : ''}
      </span>
      <IconButton
        icon={copied ? Check : Copy}
        name={copied ? done : name}
        placement="top"
        disabled={disabled}
        onPress={() => copy(text())}
      />
    </>
  );
}
