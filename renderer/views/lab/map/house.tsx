/** A host as a plain house: its name above, what waits there beside it. */
import { useTranslation } from 'react-i18next';
import { fitted } from './fitted.ts';
import type { House as Place } from './layout.ts';

export interface HouseProps {
  house: Place;
  /** Mails in its queue that wait. */
  waiting: number;
  /** A fault of the world lets nobody in. */
  dead: boolean;
  onOpen: (host: string) => void;
}

export function House({ house, waiting, dead, onOpen }: Readonly<HouseProps>) {
  const { t } = useTranslation('lab');
  const { host, x, y, label } = house;
  const roles = host.roles.map((role) => t(`role.${role}`)).join(', ');
  const name = t('map.house', { host: host.name, address: host.address, roles });
  const more = [dead ? t('map.dead') : '', waiting > 0 ? t('map.waiting', { count: waiting }) : ''].filter(
    (s) => s !== '',
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a house of an SVG
    <g
      role="button"
      tabIndex={0}
      aria-label={[name, ...more].join(' ')}
      transform={`translate(${x} ${y})`}
      className="group outline-0"
      onClick={() => onOpen(host.name)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen(host.name);
      }}
    >
      <title>{[name, ...more].join('\n')}</title>
      <rect
        x="-34"
        y="-44"
        width="68"
        height="68"
        rx="6"
        className="fill-transparent stroke-indigo stroke-2 opacity-0 group-focus-visible:opacity-100"
      />
      <g
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeDasharray={dead ? '3 3' : undefined}
        className={`fill-sheet group-hover:fill-indigo-wash ${dead ? 'stroke-ink-faint' : 'stroke-ink-soft'}`}
      >
        <path d="M -17 22 V -2 H 17 V 22 Z" />
        <path d="M -23 0 L 0 -19 L 23 0 Z" />
        {host.roles.includes('mailbox') ? <path d="M -11 22 v -13 h 8 v 13" fill="none" /> : null}
        {host.roles.includes('mailbox') ? (
          <path d="M 3 8 h 9 v 7 h -9 Z M 3 8 l 4.5 3.5 l 4.5 -3.5" strokeWidth="1" />
        ) : null}
        {host.roles.includes('mailbox') || host.roles.includes('dns') ? null : (
          <path d="M -4 22 v -13 h 8 v 13" fill="none" />
        )}
        {host.roles.includes('dns') ? (
          <text
            y="16"
            textAnchor="middle"
            fontSize="10.5"
            fontWeight="600"
            stroke="none"
            className="fill-ink-soft font-sans"
          >
            DNS
          </text>
        ) : null}
      </g>
      <text
        y="-26"
        textAnchor="middle"
        fontSize="12"
        fontWeight="500"
        strokeWidth="5"
        strokeLinejoin="round"
        className={`font-sans [paint-order:stroke] stroke-paper ${dead ? 'fill-ink-faint' : 'fill-ink'}`}
      >
        {fitted(label, 14)}
      </text>
      {waiting > 0 ? (
        <g transform="translate(-27 -14)">
          <circle r="9" className="fill-sheet stroke-amber" strokeWidth="1.4" />
          <text y="3.6" textAnchor="middle" fontSize="10.5" fontWeight="600" className="tabular fill-amber font-sans">
            {waiting > 99 ? '99' : waiting}
          </text>
        </g>
      ) : null}
    </g>
  );
}
