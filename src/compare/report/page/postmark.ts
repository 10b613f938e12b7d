/** A postmark with the day of the measuring. */
import type { Lang } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { wordsIn } from '../words/index.ts';

export function postmark(at: number, lang: Lang): Markup {
  const day = new Intl.DateTimeFormat(lang === 'ja' ? 'ja-JP' : 'en-GB', { day: 'numeric', month: 'short' }).format(at);
  const year = String(new Date(at).getFullYear());
  return html`<svg class="postmark" viewBox="0 0 112 112" aria-hidden="true"><defs><path id="ring" d="M56 56m-41 0a41 41 0 1 1 82 0a41 41 0 1 1 -82 0"/></defs><g fill="none" stroke="currentColor"><circle cx="56" cy="56" r="53" stroke-width="1.5"/><circle cx="56" cy="56" r="33"/><path d="M24 50h64M24 64h64" stroke-width=".75"/></g><text><textPath href="#ring" startOffset="25%" text-anchor="middle">${wordsIn[lang].mark.toUpperCase()}</textPath></text><text x="56" y="45" text-anchor="middle" class="year">${year}</text><text x="56" y="61" text-anchor="middle" class="day">${day}</text><path d="M49 72h14v9h-14zl7 5l7-5" fill="none" stroke="currentColor"/></svg>`;
}
