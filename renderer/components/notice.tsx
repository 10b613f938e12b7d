/** Something the user should know, where it belongs. Quotes the peer's own words and marks them as a quotation. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const looks = {
  error: { icon: CircleAlert, edge: 'border-l-vermilion', tint: 'text-vermilion' },
  warn: { icon: TriangleAlert, edge: 'border-l-amber', tint: 'text-amber' },
  info: { icon: Info, edge: 'border-l-indigo', tint: 'text-indigo' },
  done: { icon: CircleCheck, edge: 'border-l-moss', tint: 'text-moss' },
} as const;

export interface NoticeProps {
  tone?: keyof typeof looks;
  /** What happened. */
  children: ReactNode;
  /** What helps. */
  helps?: ReactNode;
  /** The peer's own words, where the sentence does not already hold them. */
  said?: string | undefined;
  actions?: ReactNode;
  /** Read out when it appears. Errors are by themselves. */
  live?: boolean;
  className?: string;
}

export function Notice(props: Readonly<NoticeProps>) {
  const { tone = 'info', children, helps, said, actions } = props;
  const { icon: Icon, edge, tint } = looks[tone];
  const role = tone === 'error' ? 'alert' : props.live ? 'status' : undefined;
  return (
    <div
      role={role}
      className={`flex items-start gap-2.5 border-l-[3px] bg-well px-3 py-2.5 text-ui leading-[1.5] text-ink ${edge} ${props.className ?? ''}`}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden className={`mt-[2px] shrink-0 ${tint}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="break-words">{children}</div>
        {said ? <Quoted>{said}</Quoted> : null}
        {helps ? <div className="break-words text-ink-soft">{helps}</div> : null}
        {actions ? <div className="flex flex-wrap items-center gap-2 pt-1">{actions}</div> : null}
      </div>
    </div>
  );
}

/** Words of a peer, as they were said. */
export function Quoted({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <blockquote className="border-l border-rule pl-2 font-mono text-small leading-[1.5] break-words whitespace-pre-wrap text-ink-soft">
      {children}
    </blockquote>
  );
}
