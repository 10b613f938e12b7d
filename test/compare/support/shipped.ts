/** The experiments that come with the program, in their order, as was agreed: written out, so that none is lost unseen. */
export const shippedNames = [
  'read-state',
  'loss',
  'thin-line',
  'folders',
  'search',
  'delete',
  'leave-days',
  'sent',
  'same-moment',
  'share',
  'full-disk',
  'offline',
] as const;
