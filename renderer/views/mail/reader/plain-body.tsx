/** A plain text part: text as text, quotations dimmed, links that open outside. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../bridge.ts';
import { Button } from '../../../components/index.ts';
import { type Block, takeApart } from './plain-text.ts';

/** More characters than anybody reads at once; drawing a text of megabytes would stop the window. */
const firstLook = 100_000;

export function PlainBody({ text }: Readonly<{ text: string }>) {
  const { t } = useTranslation('mail');
  const [whole, setWhole] = useState(false);
  const shown = whole ? text : text.slice(0, firstLook);
  const blocks = useMemo(() => takeApart(shown), [shown]);
  return (
    <div className="max-w-[72ch] px-6 pt-4 pb-8 text-reading select-text [overflow-wrap:anywhere] lang-ja:max-w-[40em] lang-ja:text-[1rem] lang-ja:leading-[1.8]">
      {blocks.map((block, at) => (
        <TextBlock key={at} block={block} />
      ))}
      {shown.length < text.length ? (
        <div className="pt-4">
          <Button onPress={() => setWhole(true)}>{t('showRest')}</Button>
        </div>
      ) : null}
    </div>
  );
}

function TextBlock({ block }: Readonly<{ block: Block }>) {
  const words = block.tokens.map((token, at) =>
    'href' in token ? <Link key={at} href={token.href} text={token.text} /> : token.text,
  );
  if (block.depth === 0)
    return (
      <p dir="auto" className={`whitespace-pre-wrap not-first:mt-4 ${block.signature ? 'text-ink-faint' : ''}`}>
        {words}
      </p>
    );
  return (
    <blockquote
      dir="auto"
      className="mt-3 border-s-2 border-rule whitespace-pre-wrap text-ink-soft"
      style={{ marginInlineStart: (block.depth - 1) * 14, paddingInlineStart: 12 }}
    >
      {words}
    </blockquote>
  );
}

function Link({ href, text }: Readonly<{ href: string; text: string }>) {
  return (
    <a
      href={href}
      title={href}
      className="rounded-[2px] text-indigo underline decoration-1 underline-offset-3"
      onClick={(event) => {
        event.preventDefault();
        void bridge().openExternal(href);
      }}
    >
      {text}
    </a>
  );
}
