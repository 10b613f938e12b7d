/** The hosts as houses, the ways between them, and the mail as it goes: drawn from the world and the trace, moved by nothing else. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceEvent } from '../../../../src/contract/lab/trace.ts';
import type { World } from '../../../../src/contract/lab/world.ts';
import { useElementWidth } from '../../../hooks/use-element-width.ts';
import type { Mail, Mark } from '../journey/journeys.ts';
import { Postmark, turnOf } from '../journey/postmark.tsx';
import { useLabWords, useLocalized } from '../use-lab-words.ts';
import type { Asking } from './asking.ts';
import { drawn, type Envelope, envelopes } from './envelopes.ts';
import { fitted } from './fitted.ts';
import { House } from './house.tsx';
import { bow, type Layout, layout, type House as Place, prescribed } from './layout.ts';
import { Moving } from './moving.tsx';
import { walk } from './walk.ts';

export interface WorldMapProps {
  world: Pick<World, 'hosts' | 'domains' | 'transports' | 'faults'>;
  /** As far as they are shown. */
  events: readonly TraceEvent[];
  /** The mail whose way is drawn. */
  mail: Mail | null;
  /** What the name server is asked at this moment. */
  asking: Asking | null;
  /** Mails that wait, by host. */
  waiting: ReadonlyMap<string, number>;
  /** Ms of one move. */
  ms: number;
  onHouse: (host: string) => void;
  onMark: (mark: Mark) => void;
}

export function WorldMap(props: Readonly<WorldMapProps>) {
  const { world, events, mail, asking, waiting, ms, onHouse, onMark } = props;
  const { t } = useTranslation('lab');
  const [ref, width] = useElementWidth(680);
  const map = useMemo(() => layout(world, Math.max(420, width)), [world, width]);
  const places = useMemo(() => new Map(map.houses.map((house) => [house.host.name, house])), [map]);
  const mailNow = mail?.mail;
  const dead = new Set(
    world.faults.flatMap(({ effect, host }) => (effect.kind === 'dead-host' && host !== undefined ? [host] : [])),
  );
  return (
    <div ref={ref} className="overflow-x-auto">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with things to press in it */}
      <svg
        width={map.width}
        height={map.height}
        viewBox={`0 0 ${map.width} ${map.height}`}
        role="group"
        aria-label={t('map.name')}
        className="mx-auto block overflow-visible"
        onKeyDown={walk}
      >
        <Prescribed world={world} places={places} />
        {mail === null ? null : <Ways mail={mail} places={places} />}
        <Plots map={map} />
        {map.houses.map((house) => (
          <House
            key={house.host.name}
            house={house}
            waiting={waiting.get(house.host.name) ?? 0}
            dead={dead.has(house.host.name)}
            onOpen={onHouse}
          />
        ))}
        {asking === null ? null : <Question key={asking.key} asking={asking} places={places} />}
        {mail === null ? null : <Marks mail={mail} places={places} onMark={onMark} />}
        <Envelopes all={useMemo(() => envelopes(events), [events])} places={places} mail={mailNow ?? null} ms={ms} />
      </svg>
    </div>
  );
}

/** The ground that the houses of a domain stand on, with its name. */
function Plots({ map }: Readonly<{ map: Layout }>) {
  const { t } = useTranslation('lab');
  const localized = useLocalized();
  return map.plots.map((plot) => {
    const middle = plot.x + plot.width / 2;
    const ground = plot.y + plot.height - 27;
    const dns = map.houses.some(
      ({ host, x, y }) => host.roles.includes('dns') && host.roles.length === 1 && inside(plot, x, y),
    );
    const title = dns ? t('map.dns') : plot.title === null ? '' : localized(plot.title);
    return (
      <g
        key={`${plot.name} ${plot.x} ${plot.y}`}
        textAnchor="middle"
        className="font-sans [paint-order:stroke] stroke-paper"
        strokeWidth="5"
        strokeLinejoin="round"
      >
        <path d={`M ${plot.x} ${ground} H ${plot.x + plot.width}`} className="stroke-rule" strokeWidth="1.5" />
        <text x={middle} y={ground + 15} fontSize="12" fontWeight="600" className="fill-ink">
          {fitted(plot.name, 26)}
        </text>
        <text x={middle} y={ground + 30} fontSize="11" className="fill-ink-soft">
          {fitted(title, 38)}
        </text>
      </g>
    );
  });
}
const inside = (plot: Layout['plots'][number], x: number, y: number): boolean =>
  x >= plot.x && x <= plot.x + plot.width && y >= plot.y && y <= plot.y + plot.height;

type Places = ReadonlyMap<string, Place>;

type Line = ReturnType<typeof bow>;

/** Lines end at a house's edge, not in its middle; `marked`: and before the mark that is struck on its right. */
function between(places: Places, from: string, to: string, marked = false): Line | null {
  const a = places.get(from);
  const b = places.get(to);
  if (a === undefined || b === undefined || a === b) return null;
  const far = Math.hypot(b.x - a.x, b.y - a.y);
  const cut = Math.min(32, far / 3);
  const ux = (b.x - a.x) / far;
  const uy = (b.y - a.y) / far;
  const end = marked && ux < -0.4 ? Math.min(60, far / 2) : cut;
  return bow({ x: a.x + ux * cut, y: a.y + uy * cut }, { x: b.x - ux * end, y: b.y - uy * end });
}

function Prescribed({ world, places }: Readonly<{ world: Pick<World, 'transports' | 'domains'>; places: Places }>) {
  const { t } = useTranslation('lab');
  return prescribed(world).map(({ from, to, kind }) => {
    const line = between(places, from, to);
    return line === null ? null : (
      <g key={`${from} ${to}`}>
        <title>{t(`map.${kind}`, { from, to })}</title>
        <path
          d={line.path}
          fill="none"
          strokeWidth="1.3"
          strokeDasharray={kind === 'store-and-forward' ? '1 5' : '5 4'}
          strokeLinecap="round"
          className="stroke-ink-faint opacity-60"
        />
        <Arrow line={line} look="stroke-ink-faint opacity-60" />
      </g>
    );
  });
}

/** Drawn by hand: a marker takes the colour of its line in new Chromium only. */
function Arrow({ line, look }: Readonly<{ line: Line; look: string }>) {
  return (
    <path
      d="M -7 -4 L 0 0 L -7 4"
      transform={`translate(${line.end.x} ${line.end.y}) rotate(${line.angle})`}
      fill="none"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={look}
    />
  );
}

const stroke = { passed: 'stroke-indigo', waiting: 'stroke-amber', refused: 'stroke-vermilion' } as const;

/** The ways of one mail, drawn over what the world prescribes. */
function Ways({ mail, places }: Readonly<{ mail: Mail; places: Places }>) {
  const hops = new Map<string, { from: string; to: string; outcome: Mark['outcome'] }>();
  for (const { marks } of mail.ways)
    for (const [n, mark] of marks.entries()) {
      // What was refused at a house was brought there from the last one that had it.
      const before = marks.slice(0, n).findLast((m) => m.outcome === 'passed');
      if (before !== undefined && before.host !== mark.host)
        hops.set(`${before.host} ${mark.host}`, { from: before.host, to: mark.host, outcome: mark.outcome });
    }
  return [...hops].map(([key, { from, to, outcome }]) => {
    const line = between(places, from, to, true);
    return line === null ? null : (
      <g key={key}>
        <path
          d={line.path}
          fill="none"
          strokeWidth="2"
          strokeLinecap="round"
          strokeDasharray={outcome === 'passed' ? undefined : '2 5'}
          className={stroke[outcome]}
        />
        <Arrow line={line} look={stroke[outcome]} />
      </g>
    );
  });
}

/** More would not be read in passing. */
const longestAnswer = 46;

/** From the house that asks to the name server, with what is asked and what it said. */
function Question({ asking, places }: Readonly<{ asking: Asking; places: Places }>) {
  const { t } = useTranslation('lab');
  const server = [...places.values()].find(({ host }) => host.roles.includes('dns'));
  const line = server === undefined ? null : between(places, asking.host, server.host.name);
  if (line === null) return null;
  const { question } = asking;
  const answer = asking.answer === '' ? t('map.noRecord') : asking.answer;
  return (
    <g data-asking={question}>
      <path
        d={line.path}
        fill="none"
        strokeWidth="1.3"
        strokeDasharray="1 4"
        strokeLinecap="round"
        className="stroke-ink"
      />
      <g
        textAnchor="middle"
        fontSize="11"
        strokeWidth="5"
        strokeLinejoin="round"
        className="font-mono [paint-order:stroke] stroke-paper"
      >
        <text x={line.middle.x} y={line.middle.y - 3} className="fill-ink">
          {fitted(question, longestAnswer)}
        </text>
        {answer === null ? null : (
          <text x={line.middle.x} y={line.middle.y + 12} className="fill-indigo">
            {fitted(answer, longestAnswer)}
          </text>
        )}
      </g>
    </g>
  );
}

/** One mark a house: what was said there last. */
function Marks({ mail, places, onMark }: Readonly<{ mail: Mail; places: Places; onMark: (mark: Mark) => void }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const latest = new Map<string, Mark>();
  for (const mark of mail.ways.flatMap(({ marks }) => marks)) {
    const old = latest.get(mark.host);
    if (old === undefined || mark.at > old.at || (mark.at === old.at && mark.outcome !== 'passed'))
      latest.set(mark.host, mark);
  }
  return [...latest].map(([host, mark]) => {
    const house = places.get(host);
    if (house === undefined) return null;
    // A mark without a conversation (stored) opens the one by which the mail came.
    const open = mark.connection === null ? marksAt(mail, host).find(({ connection }) => connection !== null) : mark;
    const name = t('journey.mark', { host, what: t(`mark.${mark.what}`), time: words.moment(mark.at) });
    const struck = (
      <Postmark
        host={host}
        day={words.day(mark.at)}
        time={words.minute(mark.at)}
        outcome={mark.outcome}
        turn={turnOf(mark.key)}
        on={{ x: house.x + 5, y: house.y - 23, size: 48 }}
      />
    );
    if (open === undefined)
      return (
        <g key={host}>
          <title>{name}</title>
          {struck}
        </g>
      );
    return (
      // biome-ignore lint/a11y/useSemanticElements: a mark of an SVG
      <g
        key={host}
        role="button"
        tabIndex={0}
        aria-label={t('journey.open', { name })}
        className="group outline-0"
        onClick={() => onMark(open)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onMark(open);
        }}
      >
        <title>{name}</title>
        {struck}
        <circle
          cx={house.x + 29}
          cy={house.y + 1}
          r="27"
          fill="none"
          strokeWidth="2"
          className="stroke-indigo opacity-0 group-hover:opacity-40 group-focus-visible:opacity-100"
        />
      </g>
    );
  });
}
const marksAt = (mail: Mail, host: string): Mark[] =>
  mail.ways.flatMap(({ marks }) => marks.filter((mark) => mark.host === host));

function Envelopes({
  all,
  places,
  mail,
  ms,
}: Readonly<{ all: readonly Envelope[]; places: Places; mail: string | null; ms: number }>) {
  const seen = drawn(all, mail);
  return seen.map((envelope) => {
    const at = places.get(envelope.at);
    if (at === undefined) return null;
    const door = { x: at.x - 15, y: at.y + 18 };
    const line = envelope.to === null ? null : between(places, envelope.at, envelope.to);
    const to = line === null ? door : line.middle;
    return (
      <Moving
        key={envelope.key}
        x={to.x}
        y={to.y}
        from={door}
        tone={envelope.tone}
        faint={mail !== null && envelope.mail !== mail}
        ms={ms}
      />
    );
  });
}
