/** Class names that several components share. Tailwind reads them here as they are: never put them together from pieces. */

/** One focus ring everywhere, drawn only for the keyboard. */
export const focusRing = 'outline-0 outline-offset-2 outline-indigo data-focus-visible:outline-2';

/** Colour changes only, 120 ms, none where the user wants no motion. */
export const motion = 'transition-colors motion-reduce:transition-none';

/** The box that text is typed into. */
export const inputBox =
  'w-full min-w-0 rounded-control border border-rule bg-sheet px-2.5 text-ui text-ink placeholder:text-ink-faint ' +
  'outline-0 outline-indigo data-hovered:border-ink-faint data-focused:border-indigo data-focused:outline-1 ' +
  'data-invalid:border-vermilion data-invalid:data-focused:outline-vermilion data-disabled:opacity-50 ' +
  'read-only:bg-well';

export const labelText = 'text-small font-medium text-ink-soft';
export const helpText = 'text-small leading-[1.45] text-ink-soft';
export const errorText = 'text-small leading-[1.45] text-vermilion';

/** What floats above the page: menus, lists of options. */
export const popover =
  'rounded-control border border-rule bg-sheet text-ink shadow-float outline-0 ' +
  'min-w-(--trigger-width) overflow-auto py-1';
export const option =
  'flex cursor-default items-center gap-2 px-3 py-1.5 text-ui outline-0 data-focused:bg-indigo-wash ' +
  'data-hovered:bg-indigo-wash data-disabled:text-ink-faint';

/** A few words beside what the pointer or the focus rests on; never the only place where something is said. */
export const tooltipLook = 'max-w-72 rounded-control bg-ink px-2 py-1 text-small leading-[1.4] text-paper shadow-float';

/**
 * React-aria clips the real input of a radio, checkbox or switch to one pixel. Laid invisibly over its label instead, it is what
 * the pointer hits, so that touch exploration, switch access and test tools find it where it is seen.
 */
export const inputOverLabel =
  'relative [&>span[style*=clip]]:inset-0! [&>span[style*=clip]]:m-0! [&>span[style*=clip]]:h-full! ' +
  '[&>span[style*=clip]]:w-full! [&>span[style*=clip]]:[clip:auto]! [&>span[style*=clip]]:[clip-path:none]! ' +
  '[&>span[style*=clip]]:opacity-0 [&>span[style*=clip]>input]:m-0 [&>span[style*=clip]>input]:size-full';
