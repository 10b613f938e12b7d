/** What is under way to other hosts, so that it can be ended when the host goes down. */
import { setMaxListeners } from 'node:events';

export class Relay {
  #abort = begin();

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends all that is under way; what begins afterwards is not touched. */
  abort(): void {
    this.#abort.abort();
    this.#abort = begin();
  }
}

function begin(): AbortController {
  const controller = new AbortController();
  // Each conversation under way listens; that is no leak.
  setMaxListeners(0, controller.signal);
  return controller;
}
