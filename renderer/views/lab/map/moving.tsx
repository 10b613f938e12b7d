/** An envelope that goes from where it was to where it is. With less motion it simply stands there. */
import { useLayoutEffect, useRef } from 'react';
import type { Outcome } from '../../../../src/contract/lab/trace.ts';
import { ink } from '../journey/postmark.tsx';

export interface MovingProps {
  x: number;
  y: number;
  /** Where it begins when it is new. */
  from: { readonly x: number; readonly y: number };
  tone: Outcome;
  faint: boolean;
  /** Ms of one move; 0: none. */
  ms: number;
}

export function Moving({ x, y, from, tone, faint, ms }: Readonly<MovingProps>) {
  const element = useRef<SVGGElement>(null);
  const last = useRef(from);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { x, y };
    if (ms === 0 || (before.x === x && before.y === y)) return;
    element.current?.animate?.(
      [{ transform: `translate(${before.x}px, ${before.y}px)` }, { transform: `translate(${x}px, ${y}px)` }],
      { duration: ms, easing: 'ease-in-out' },
    );
  }, [x, y, ms]);
  return (
    <g
      ref={element}
      style={{ transform: `translate(${x}px, ${y}px)` }}
      className={`${ink[tone]} ${faint ? 'opacity-45' : ''}`}
      aria-hidden
    >
      <g stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" className="fill-sheet">
        <rect x="-11" y="-7.5" width="22" height="15" rx="1.5" />
        <path d="M -11 -6.5 L 0 2.5 L 11 -6.5" fill="none" />
      </g>
    </g>
  );
}
