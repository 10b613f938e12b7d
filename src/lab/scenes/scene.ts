/** What a scene is: a question, a world to ask it in, and what is done there, step by step, for real. */
import type { SceneInfo } from '../../contract/lab/scene.ts';
import type { Localized, World } from '../../contract/lab/world.ts';
import type { Stage } from './stage.ts';

export interface Scene {
  readonly info: SceneInfo;
  /** True: the demo mail is in the spools when it begins. */
  readonly seed?: boolean;
  /** The default world as this scene needs it. */
  readonly world?: (world: World) => World;
  /** Plays it; gives the one sentence that answers the question. */
  play(stage: Stage): Promise<Localized>;
}
