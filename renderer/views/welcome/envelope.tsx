/** An envelope with today's postmark: the first picture that anybody sees of the product. Decoration, silent to assistive technology. */
export interface EnvelopeProps {
  /** What the postmark says in its middle, as `21.11.26`. */
  date: string;
  className?: string;
}

/** Rows from far to near, each over the one behind it, every wave three rings. */
const waves = Array.from({ length: 6 }, (_, row) =>
  Array.from({ length: 6 }, (_, column) =>
    [10, 6.8, 3.6].map((r) => ({ x: 341 + column * 20 - (row % 2) * 10, y: 122 + row * 7, r })),
  ),
).flat(2);

export function Envelope({ date, className = '' }: Readonly<EnvelopeProps>) {
  return (
    <svg viewBox="0 0 460 330" aria-hidden className={className}>
      <defs>
        <path id="postmark-ring" d="M 303 96 m -43 0 a 43 43 0 1 1 86 0 a 43 43 0 1 1 -86 0" />
        <clipPath id="sea">
          <rect x="345" y="112" width="56" height="39" />
        </clipPath>
      </defs>
      <g transform="rotate(-3 230 165)">
        {/* the letter that lies behind, a little drawn out */}
        <rect x="58" y="18" width="330" height="200" rx="3" className="fill-paper stroke-rule" />
        <g className="stroke-rule" strokeWidth="1">
          <path d="M 80 34 h 130 M 80 44 h 90" />
        </g>
        <rect x="30" y="52" width="400" height="240" rx="6" className="fill-sheet stroke-rule" strokeWidth="1.5" />
        {/* the address, as a hand writes it */}
        <g className="stroke-ink-faint" fill="none" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
          <path d="M 120 186 q 6 -16 12 0 t 12 0 q 4 -9 9 -1 t 10 0 m 12 0 q 5 -14 11 -1 t 11 1 q 6 -8 11 0 t 12 -1 q 5 -12 10 0" />
          <path d="M 120 214 q 5 -12 11 0 t 12 0 q 6 -14 12 -1 t 12 1 q 4 -9 9 0 m 13 0 q 6 -15 12 0 t 11 -1 q 5 -8 10 1 t 11 -1 q 6 -13 11 0 t 12 0 q 4 -8 8 0" />
          <path d="M 120 242 q 6 -14 12 0 t 11 -1 q 5 -9 10 1 t 12 -1 m 12 1 q 6 -12 11 0 t 11 -1" />
        </g>
        <g className="stroke-ink-faint" fill="none" strokeWidth="1.2" strokeLinecap="round">
          <path d="M 54 78 q 4 -9 8 0 t 8 0 q 4 -8 7 0 t 9 -1 q 4 -7 7 1" />
          <path d="M 54 92 q 3 -7 7 0 t 8 0 q 4 -9 8 0" />
        </g>
        {/* the stamp: seigaiha, the waves of the blue sea */}
        <g>
          <rect
            x="338"
            y="72"
            width="70"
            height="86"
            className="fill-sheet stroke-rule"
            strokeWidth="5"
            strokeDasharray="0 7.8"
            strokeLinecap="round"
          />
          <rect x="338" y="72" width="70" height="86" className="fill-paper" />
          <rect x="345" y="79" width="56" height="72" className="fill-indigo-wash" />
          <g clipPath="url(#sea)" className="fill-indigo-wash stroke-indigo" strokeWidth="0.9">
            {waves.map(({ x, y, r }) => (
              <circle key={`${x} ${y} ${r}`} cx={x} cy={y} r={r} />
            ))}
          </g>
          <circle cx="373" cy="99" r="10" className="fill-sheet stroke-indigo" strokeWidth="1" />
        </g>
        {/* the postmark over it */}
        <g className="text-indigo" opacity="0.88">
          <g fill="none" stroke="currentColor" strokeWidth="1.8">
            <circle cx="303" cy="96" r="54" />
            <circle cx="303" cy="96" r="34" strokeWidth="1.2" />
          </g>
          <g fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round">
            {[70, 83, 96, 109, 122].map((y) => (
              <path key={y} d={`M 244 ${y} q -11 -8 -22 0 t -22 0 t -22 0 t -22 0`} />
            ))}
          </g>
          <text fill="currentColor" fontSize="12.5" fontWeight="600" letterSpacing="3.2" className="font-sans">
            <textPath href="#postmark-ring" startOffset="3%" dominantBaseline="middle">
              TEGAMI · 手紙 · TEGAMI · 手紙 ·
            </textPath>
          </text>
          <text
            x="303"
            y="101"
            textAnchor="middle"
            fill="currentColor"
            fontSize="14"
            fontWeight="600"
            className="tabular font-sans"
          >
            {date}
          </text>
          <path d="M 280 84 h 46 M 280 110 h 46" stroke="currentColor" strokeWidth="1.2" />
        </g>
      </g>
    </svg>
  );
}
