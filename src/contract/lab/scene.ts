/** A scene as it was played: what was said about it, what really happened, and the proof. Both languages are always there. */
import { z } from 'zod';
import { TraceEvent, Transcript } from './trace.ts';
import { Localized, World } from './world.ts';

export const SceneInfo = z.object({
  number: z.number().int(),
  name: z.string(),
  title: Localized,
  question: Localized,
});
export type SceneInfo = z.infer<typeof SceneInfo>;

export const SceneStep = z.object({
  title: Localized,
  /** What is shown here and why it is so, with the measured values already in the text. */
  narration: Localized,
  /** Numbers that were measured, never written down before. */
  facts: z.array(z.object({ name: z.string(), label: Localized, value: z.union([z.number(), z.string()]) })),
  events: z.array(TraceEvent),
  /** Conversations that this step is about, most telling first. */
  connections: z.array(z.string()),
});
export type SceneStep = z.infer<typeof SceneStep>;

export const Played = z.object({
  scene: SceneInfo,
  world: World,
  steps: z.array(SceneStep),
  transcripts: z.array(Transcript),
  /** One sentence that answers the question. */ answer: Localized,
});
export type Played = z.infer<typeof Played>;
