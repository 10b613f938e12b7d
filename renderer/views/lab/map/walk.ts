/** Arrow keys on the map: to the nearest house or mark in that direction. */
import type { KeyboardEvent } from 'react';

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function walk(event: KeyboardEvent<SVGSVGElement>): void {
  const way = ways[event.key];
  const here = event.target;
  if (way === undefined || !(here instanceof SVGElement)) return;
  const from = middle(here);
  let best: { element: SVGElement; far: number } | null = null;
  for (const element of event.currentTarget.querySelectorAll<SVGElement>('[role=button]')) {
    if (element === here) continue;
    const to = middle(element);
    const along = (to.x - from.x) * way[0] + (to.y - from.y) * way[1];
    const aside = Math.abs((to.x - from.x) * way[1]) + Math.abs((to.y - from.y) * way[0]);
    // What lies aside is further away than what lies ahead, and what lies mostly aside is in another direction.
    if (along < 4 || aside > along * 3) continue;
    const far = along + aside * 2;
    if (best === null || far < best.far) best = { element, far };
  }
  if (best === null) return;
  event.preventDefault();
  // The scenes turn their pages with the arrows: here they were meant for the map.
  event.stopPropagation();
  best.element.focus();
}

function middle(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
