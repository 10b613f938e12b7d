/** The desktop shell as far as the gallery needs it: the address chooses what the command line would. */
import type { Bridge } from '../../../src/contract/bridge.ts';

export function standInBridge(query: URLSearchParams, onReady: () => void): void {
  const bridge: Bridge = {
    about: {
      version: '0.1.0',
      runtime: { electron: '45.4.1', chromium: '146.0', standIn: query.has('standin') },
      locale: query.get('locale') ?? 'en-GB',
      forced: {
        language: query.get('lang') as 'en' | 'ja' | null,
        theme: query.get('theme') as 'light' | 'dark' | null,
      },
      platform: 'linux',
      secrets: 'keychain',
    },
    connect: () => {},
    connectLab: () => {},
    connectCompare: () => {},
    ready: onReady,
    openExternal: async () => true,
    onFrameKey: () => () => {},
    openAttachment: async () => ({ state: 'opened' }),
    saveAttachment: async () => ({ state: 'saved', name: 'workshop-plan.pdf' }),
    savePicture: async () => ({ state: 'saved', name: 'read-state.png' }),
    saveText: async () => ({ state: 'saved', name: 'tegami-lab.pem' }),
    onMenu: () => () => {},
    setLanguage: () => {},
    setTheme: () => {},
  };
  Object.defineProperty(window, 'tegami', { value: bridge });
}
