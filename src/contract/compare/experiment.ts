/** An experiment: machines and steps. What people write as JSON, and what recording makes. */
import { z } from 'zod';
import { Machine } from './machine.ts';
import { Step } from './step.ts';
import { Slug, Text } from './text.ts';

export const Experiment = z.object({
  name: Slug,
  title: Text,
  /** In plain words. */
  question: Text,
  machines: z.array(Machine).min(1).max(6),
  steps: z.array(Step).min(1).max(200),
});
export type Experiment = z.infer<typeof Experiment>;
export type ExperimentInput = z.input<typeof Experiment>;
