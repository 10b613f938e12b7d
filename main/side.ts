/** A process beside the engine as the shell sees it: there from the first time that a page asks for it; what happens to it never touches the engine. */
import type { BrowserWindow } from 'electron';
import { Child, type ChildPlan } from './child.ts';
import type { SideCalls } from './side-calls.ts';
import type { SideStart } from './start.ts';

export class Side {
  readonly #child: Child<SideCalls>;

  constructor(plan: Pick<ChildPlan<SideCalls>, 'name' | 'entry' | 'at' | 'channels'>, start: SideStart) {
    this.#child = new Child({ ...plan, first: () => start, close: (side) => side.call('side.close', {}) });
  }

  get closed(): boolean {
    return this.#child.closed;
  }

  /** Gives a window's page a port to it. The process opens nothing until it is told to. */
  attach(window: BrowserWindow): void {
    this.#child.start();
    this.#child.attach(window);
  }

  /** Stops what runs there, puts what it holds on disk, and ends the process. */
  close(): Promise<void> {
    return this.#child.close();
  }
}
