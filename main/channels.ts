/** Names of what passes between a page's preload and the shell. */
export const channel = {
  connect: 'tegami:connect',
  connectLab: 'tegami:connect-lab',
  ready: 'tegami:ready',
  open: 'tegami:open',
  save: 'tegami:save',
  saveText: 'tegami:save-text',
  openPart: 'tegami:open-part',
  language: 'tegami:language',
  theme: 'tegami:theme',
  menu: 'tegami:menu',
  frameKey: 'tegami:frame-key',
  port: 'tegami:port',
  engineGone: 'tegami:engine-gone',
  labPort: 'tegami:lab-port',
  labGone: 'tegami:lab-gone',
} as const;
