/** Where in the mail the user is. */
export type Place =
  | { readonly kind: 'folder'; readonly id: number }
  | { readonly kind: 'drafts' }
  | { readonly kind: 'outbox' };
