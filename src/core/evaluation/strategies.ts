import { z } from 'zod';
import { emopromptText } from './prompts/emoprompt.ts';
import { emopromptMultiPerspectiveText } from './prompts/emopromptMultiPerspective.ts';
import { multiPerspectiveText } from './prompts/multiPerspective.ts';
import { plainText } from './prompts/plain.ts';
import { reasonedText } from './prompts/reasoned.ts';
import { cropNames } from './crops.ts';

/** What a strategy may be called: small letters, digits, `+` and hyphens. It is also its file's name. */
export const strategyIdPattern = /^[a-z0-9][a-z0-9+-]*$/;

/**
 * How a question is put. `template` holds `{question}` once and may hold `{form}`, the words for what an answer looks like
 * ("one of the options, exactly as written"). `crops` are sent after the whole picture, in this order.
 */
export const strategySchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  id: z.string().regex(strategyIdPattern),
  title: z.string().min(1),
  description: z.string().optional(),
  template: z.string().refine((text) => text.split('{question}').length === 2, { error: 'must hold {question} once' }),
  crops: z.array(z.enum(cropNames)).optional(),
});

/** See {@link strategySchema}. */
export type Strategy = z.infer<typeof strategySchema>;

const allCrops = [...cropNames];

/** The strategies that ship inside. All are ours; `emoprompt` and `multi-perspective` follow aims of arXiv 2406.16442, not its text. */
export const builtInStrategies: readonly Strategy[] = [
  { version: 1, id: 'plain', title: 'Plain', description: 'The question alone.', template: plainText },
  {
    version: 1,
    id: 'reasoned',
    title: 'Reasoned',
    description: 'Think first, then a last line with the answer.',
    template: reasonedText,
  },
  {
    version: 1,
    id: 'emoprompt',
    title: 'EmoPrompt (ours)',
    description:
      'Ours, after the aim of EmoPrompt in arXiv 2406.16442, whose wording is not published: cues of face, gaze, posture and scene, what a person showing them would feel and why, the two nearest options weighed, then the answer.',
    template: emopromptText,
  },
  {
    version: 1,
    id: 'multi-perspective',
    title: 'Multi-perspective (ours)',
    description:
      'Ours, after the aim of the Multi-perspective Visual Projection in arXiv 2406.16442, which works inside a model: the whole picture with crops of face, eyes and mouth, and the relation of the person to the scene.',
    template: multiPerspectiveText,
    crops: allCrops,
  },
  {
    version: 1,
    id: 'emoprompt+multi-perspective',
    title: 'EmoPrompt and multi-perspective (ours)',
    description: 'Both strategies of ours in one question.',
    template: emopromptMultiPerspectiveText,
    crops: allCrops,
  },
];

/** Finds a strategy by id; the user's own come first. */
export function findStrategy(id: string, userStrategies: readonly Strategy[] = []): Strategy | undefined {
  return [...userStrategies, ...builtInStrategies].find((strategy) => strategy.id === id);
}
