/** At most one recording, on a lab of its own: it stands as long as its person likes, and runs go on beside it. */
import type { ExperimentResult, StepResult } from '../contract/compare/result.ts';
import type { Step } from '../contract/compare/step.ts';
import type { Ground } from './ground/index.ts';
import { Place } from './place.ts';
import { type Beginning, type Recording, record } from './recording.ts';
import { Turns } from './turns.ts';

export class Recorder {
  readonly #place = new Place();
  readonly #turns = new Turns();
  readonly #o: { readonly seed: number; readonly pace: number };
  #standing: { readonly recording: Recording; readonly about: Ground['about'] } | null = null;

  constructor(o: { readonly seed: number; readonly pace: number }) {
    this.#o = o;
  }

  /** Puts the machines up; one that stood before is ended. @throws MailError as record */
  begin(beginning: Beginning): Promise<void> {
    this.#cut();
    return this.#turns.take(async () => {
      await this.#putAway();
      const { ground, folder } = await this.#place.get();
      const recording = await record(beginning, { ground, folder, ...this.#o });
      this.#standing = { recording, about: ground.about };
    });
  }

  /** Null: nothing is recorded. @throws MailError as Recording.do */
  do(step: Step): Promise<StepResult | null> {
    return this.#turns.take(async () => (await this.#standing?.recording.do(step)) ?? null);
  }

  /** Null: nothing is recorded. */
  result(lang: 'en' | 'ja'): { result: ExperimentResult; about: Ground['about'] } | null {
    if (this.#standing === null) return null;
    const { recording, about } = this.#standing;
    return { result: recording.result(lang), about };
  }

  /** Ends what is under way, and puts everything away. */
  end(): Promise<void> {
    this.#cut();
    return this.#turns.take(async () => {
      await this.#putAway();
      await this.#place.clear();
    });
  }

  async close(): Promise<void> {
    await this.end();
    await this.#place.close();
  }

  #cut(): void {
    this.#turns.clear();
    this.#standing?.recording.cut();
  }

  async #putAway(): Promise<void> {
    const standing = this.#standing;
    this.#standing = null;
    await standing?.recording.end();
  }
}
