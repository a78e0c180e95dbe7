import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** Where the truth of a stage comes from. `polarity` is the polarity of the label by the table in force. */
export const truthSource = z.enum(['label', 'polarity', 'degree', 'quality', 'prompted']);

const answerSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('choice'),
    labels: z
      .union([z.literal('labels'), z.literal('polarities'), z.array(z.string().min(1)).min(2)])
      .describe('`labels`: the label set of the benchmark; `polarities`: those of its polarity table; or a list.'),
    truth: truthSource.optional(),
  }),
  z.strictObject({ kind: z.literal('yesNo'), truth: truthSource.optional() }),
  z.strictObject({
    kind: z.literal('number'),
    scale: z.union([
      z.literal('degree'),
      z.literal('quality'),
      z.strictObject({ min: z.number(), max: z.number(), levels: z.record(z.string(), z.number()).optional() }),
    ]),
    truth: truthSource.optional(),
  }),
  z.strictObject({
    kind: z.literal('ranked'),
    labels: z.union([z.literal('labels'), z.array(z.string().min(1)).min(2)]),
    top: z.number().int().min(1).default(3),
    truth: truthSource.optional(),
  }),
  z.strictObject({ kind: z.literal('open'), truth: truthSource.optional() }),
]);

const gate = z.strictObject({
  stage: id.describe('An earlier stage.'),
  is: z.array(z.string()).optional().describe('Ask only when the earlier answer is one of these.'),
  correct: z.boolean().optional().describe('Ask only when the earlier answer was right (true) or wrong (false).'),
});

/** One question of a protocol. `{options}`, `{min}`, `{max}` and `{label}` in `question` are filled in when it is asked. */
export const stageSchema = z.strictObject({
  id,
  question: z.string().min(1),
  answer: answerSpec,
  when: gate.optional(),
});

/** A protocol file: `.emolens/protocols/*.json`, or one of the built-ins. */
export const protocolSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  id,
  title: z.string().min(1),
  description: z.string().optional(),
  stages: z.array(stageSchema).min(1),
});

/** See {@link protocolSchema}. */
export type Protocol = z.infer<typeof protocolSchema>;
/** See {@link stageSchema}. */
export type Stage = z.infer<typeof stageSchema>;
/** See {@link truthSource}. */
export type TruthSource = z.infer<typeof truthSource>;
/** A gate on an earlier stage. */
export type Gate = z.infer<typeof gate>;

/** How a stage is answered once the benchmark is known: real labels, real scale. */
export type ResolvedAnswer =
  | { readonly kind: 'choice'; readonly labels: readonly string[]; readonly truth?: TruthSource }
  | { readonly kind: 'yesNo'; readonly labels: readonly ['yes', 'no']; readonly truth?: TruthSource }
  | {
      readonly kind: 'number';
      /** `levels`: words that the scale has for values of its own. */
      readonly scale: {
        readonly min: number;
        readonly max: number;
        readonly levels?: Readonly<Record<string, number>>;
      };
      readonly truth?: TruthSource;
    }
  | { readonly kind: 'ranked'; readonly labels: readonly string[]; readonly top: number; readonly truth?: TruthSource }
  | { readonly kind: 'open'; readonly labels: readonly string[]; readonly truth?: TruthSource };

/** A stage with its labels and scale taken from a benchmark. */
export interface ResolvedStage {
  readonly id: string;
  readonly question: string;
  readonly answer: ResolvedAnswer;
  readonly when?: Gate;
}
