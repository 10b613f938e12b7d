/** Three houses and a letter between them. Decoration, silent to assistive technology. */
export function Street({ className = '' }: Readonly<{ className?: string }>) {
  return (
    <svg viewBox="0 0 520 132" aria-hidden className={className}>
      <path d="M 4 112 H 516" className="stroke-rule" strokeWidth="2" />
      <g className="fill-sheet stroke-ink-soft" strokeWidth="2" strokeLinejoin="round">
        {[58, 258, 458].map((x, n) => (
          <g key={x} transform={`translate(${x} 112)`}>
            <path d="M -28 0 V -40 H 28 V 0 Z" />
            <path d="M -37 -38 L 0 -68 L 37 -38 Z" />
            <path d={n === 1 ? 'M -7 0 v -20 h 14 v 20' : 'M -19 0 v -20 h 13 v 20'} />
            {n === 1 ? null : <path d="M 4 -24 h 16 v 12 h -16 Z M 4 -24 l 8 6 l 8 -6" strokeWidth="1.4" />}
          </g>
        ))}
      </g>
      <g className="stroke-indigo" fill="none" strokeWidth="2" strokeLinecap="round">
        <path d="M 96 58 Q 158 14 216 58" strokeDasharray="1 7" />
        <path d="M 298 58 Q 358 14 418 58" strokeDasharray="1 7" />
      </g>
      <g
        className="fill-sheet stroke-indigo"
        strokeWidth="2"
        strokeLinejoin="round"
        transform="translate(358 34) rotate(-5)"
      >
        <rect x="-21" y="-14" width="42" height="28" rx="2.5" />
        <path d="M -21 -12 L 0 5 L 21 -12" fill="none" />
      </g>
    </svg>
  );
}
