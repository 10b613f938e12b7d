/** What stands where there is nothing: what is missing, and what can be done. */
import type { ReactNode } from 'react';

export interface EmptyProps {
  title: string;
  help?: string;
  children?: ReactNode;
}

export function Empty({ title, help, children }: Readonly<EmptyProps>) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-start justify-center gap-2 px-8 py-6">
      <p className="text-[1.0625rem] leading-7 text-ink-soft text-balance">{title}</p>
      {help === undefined ? null : (
        <p className="max-w-[44ch] text-ink-faint text-pretty lang-ja:max-w-[32em]">{help}</p>
      )}
      {children}
    </div>
  );
}
