/** The desktop shell as the preload script gives it. */
import type { Bridge } from '../src/contract/bridge.ts';

declare global {
  interface Window {
    readonly tegami: Bridge;
  }
}

export const bridge = (): Bridge => window.tegami;
