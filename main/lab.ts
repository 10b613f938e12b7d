/** The lab's process as the shell sees it: there from the first time that a page asks for the lab; what happens to it never touches the engine. */
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { channel } from './channels.ts';
import { Child } from './child.ts';
import type { LabPrivateCalls } from './lab-calls.ts';
import type { LabStart } from './start.ts';

export class Lab {
  readonly #child: Child<LabPrivateCalls>;

  constructor(profile: string) {
    this.#child = new Child({
      name: 'Tegami lab',
      entry: 'lab/lab-host.cjs',
      at: 'app.lab',
      channels: { port: channel.labPort, gone: channel.labGone },
      first: (): LabStart => ({ type: 'start', folder: path.join(profile, 'lab') }),
      close: (lab) => lab.call('lab.close', {}),
    });
  }

  get closed(): boolean {
    return this.#child.closed;
  }

  /** Gives a window's page a port to the lab. The process opens no socket until it is told `lab.start`. */
  attach(window: BrowserWindow): void {
    this.#child.start();
    this.#child.attach(window);
  }

  /** Stops the lab's servers, puts what they hold on disk, and ends the process. */
  close(): Promise<void> {
    return this.#child.close();
  }
}
