/** Asks the engine through the window, as a page does: by the port that the shell hands over. */
import type { Page } from 'playwright-core';

export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly reason: string; readonly at: string; readonly said?: string };
}

/** Takes a new port for this call, so that what the page itself does with its own is left alone. */
export function askEngine(window: Page, name: string, takes: unknown): Promise<Answer> {
  return window.evaluate(
    ([callName, callTakes]) =>
      new Promise<Answer>((resolve) => {
        const id = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
        addEventListener('message', function hear(event: MessageEvent) {
          const [port] = event.ports;
          if (event.data?.tegami !== 'port' || port === undefined) return;
          removeEventListener('message', hear);
          port.addEventListener('message', ({ data }) => {
            if (data.type === 'answer' && data.id === id) resolve(data);
          });
          port.start();
          port.postMessage({ type: 'call', id, name: callName, takes: callTakes });
        });
        (globalThis as unknown as { tegami: { connect(): void } }).tegami.connect();
      }),
    [name, takes] as const,
  );
}
