/** How much of a mail is somewhere, as an envelope that fills: nothing, its label, its text, every octet. */
import type { Cell } from '../../../../src/contract/compare/result.ts';

export function HoldsMark({ holds, className = '' }: Readonly<{ holds: Cell['holds']; className?: string }>) {
  return (
    <svg
      viewBox="0 0 20 14"
      width={20}
      height={14}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth={1.25}
      className={`shrink-0 ${holds === 'nothing' ? 'text-ink-faint' : 'text-indigo'} ${className}`}
    >
      {holds === 'nothing' ? (
        <path d="M6 7h8" strokeLinecap="round" />
      ) : (
        <>
          <rect
            x="1"
            y="1"
            width="18"
            height="12"
            rx="1.5"
            fill={holds === 'whole' ? 'currentColor' : 'none'}
            strokeDasharray={holds === 'listed' ? '2 1.6' : undefined}
          />
          {holds === 'text' ? <path d="M4.5 5h11M4.5 9h7" strokeLinecap="round" /> : null}
          {holds === 'whole' ? <path d="M2.2 2.6 10 8.2l7.8-5.6" className="stroke-sheet" /> : null}
        </>
      )}
    </svg>
  );
}
