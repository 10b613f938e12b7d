/** What is under way to other hosts, so that it can be ended when the host goes down. */
export class Relay {
  #abort = new AbortController();

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends all that is under way; what begins afterwards is not touched. */
  abort(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }
}
