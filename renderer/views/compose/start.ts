/** What a letter begins with. */
export type ComposeStart =
  | { readonly kind: 'new' /** As typed. */; readonly to?: string }
  | { readonly kind: 'reply' | 'reply-all' | 'forward'; readonly message: number }
  | { readonly kind: 'draft'; readonly draft: number };

/** How a letter was left. */
export type ComposeEnd =
  | { readonly how: 'submitted'; readonly outbox: number }
  | { readonly how: 'saved'; readonly goOn: boolean }
  | { readonly how: 'discarded' };
