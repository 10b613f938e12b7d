import { asMailError, type MailError } from '../../base/errors.ts';
import { backoff } from '../../outbox/backoff.ts';
import type { RunnerPorts } from './runner.ts';
import type { StatusTeller } from './status.ts';

/** One turn after another: works, rests until there is a reason to work again, and after a failure waits longer each time. */
export class Turns {
  readonly #ports: RunnerPorts;
  readonly #status: StatusTeller;
  #wake: (() => void) | null = null;
  #woken = false;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(ports: RunnerPorts, status: StatusTeller) {
    this.#ports = ports;
    this.#status = status;
  }

  /** `turn` gives how long to rest, in ms, when nothing happens meanwhile. */
  start(turn: () => Promise<number>): void {
    this.#loop = this.#run(turn);
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#loop;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  async #run(turn: () => Promise<number>): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      this.#woken = false;
      try {
        const restMs = await turn();
        failures = 0;
        await this.#rest(restMs);
      } catch (thrown) {
        if (this.#stopped) return;
        const error = asMailError(thrown, 'engine.turn');
        failures += 1;
        const wait = onlyAPersonHelps(error) ? null : backoff(failures, this.#ports.random());
        this.#ports.log('warn', `account ${this.#status.current.account}: ${error.message}`);
        this.#status.failed(error, wait === null ? undefined : this.#ports.now() + wait);
        await this.#rest(wait);
      }
    }
  }

  /** Until woken, or so many ms; null is for ever. */
  #rest(ms: number | null): Promise<void> {
    if (this.#stopped || this.#woken) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const forget = ms === null ? () => {} : this.#ports.after(ms, resolve);
      this.#wake = () => {
        forget();
        resolve();
      };
    }).then(() => {
      this.#wake = null;
    });
  }
}

/** A wrong password tried again and again gets people locked out; a certificate does not change by asking. */
export function onlyAPersonHelps(error: MailError): boolean {
  return error.kind === 'untrusted' || error.reason === 'password-refused' || error.reason === 'password-missing';
}
