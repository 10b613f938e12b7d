/** Asks the engine through the window, as a page does: by the port that the shell hands over. */
import type { Page } from 'playwright-core';

export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly reason: string; readonly at: string; readonly said?: string };
}

/**
 * Takes a new port for this call. The page closes its port when it is given another one, so this first lets the one that the
 * page itself asked for arrive: what was asked before a refused openExternal has been answered when that is.
 */
export async function askEngine(window: Page, name: string, takes: unknown): Promise<Answer> {
  await window.waitForLoadState('load');
  return window.evaluate(
    async ([callName, callTakes]) => {
      const { tegami } = globalThis as unknown as {
        tegami: { connect(): void; openExternal(url: string): Promise<boolean> };
      };
      const port = (): Promise<MessagePort> =>
        new Promise((resolve) =>
          addEventListener('message', function hear({ data, ports }: MessageEvent) {
            if (data?.tegami !== 'port' || ports[0] === undefined) return;
            removeEventListener('message', hear);
            resolve(ports[0]);
          }),
        );
      await tegami.openExternal('');
      await new Promise((tick) => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = tick;
        port1.postMessage(null);
      });
      const given = port();
      tegami.connect();
      const mine = await given;
      const id = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
      return new Promise<Answer>((resolve) => {
        mine.addEventListener('message', ({ data }) => {
          if (data.type === 'answer' && data.id === id) resolve(data);
        });
        mine.start();
        mine.postMessage({ type: 'call', id, name: callName, takes: callTakes });
      });
    },
    [name, takes] as const,
  );
}
