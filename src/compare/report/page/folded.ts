/** What is there for who wants to look: closed at first. */
import { html, type Markup } from '../escape.ts';

/** `count`: how much is in it. Nothing where there is nothing to fold. */
export function folded(title: string, inside: Markup | null, count: string | null = null): Markup | null {
  if (inside === null) return null;
  return html`<details><summary>${title}${count !== null && html`<span class="count">${count}</span>`}</summary><div class="scroll">${inside}</div></details>
`;
}
