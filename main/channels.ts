/** Names of what passes between a page's preload and the shell. */
export const channel = {
  connect: 'tegami:connect',
  ready: 'tegami:ready',
  open: 'tegami:open',
  save: 'tegami:save',
  openPart: 'tegami:open-part',
  language: 'tegami:language',
  theme: 'tegami:theme',
  menu: 'tegami:menu',
  frameKey: 'tegami:frame-key',
  port: 'tegami:port',
  engineGone: 'tegami:engine-gone',
} as const;
