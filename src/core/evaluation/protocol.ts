import { z } from 'zod';

// What is said in `meta` goes into the JSON schema that editors complete from: `markdownDescription`, `defaultSnippets`,
// `markdownEnumDescriptions` and `patternErrorMessage` are VS Code's own words there.

/** What a protocol or a stage may be called. */
export const protocolIdPattern = /^[a-z0-9][a-z0-9-]*$/;

const id = z
  .string()
  .regex(protocolIdPattern)
  .meta({ patternErrorMessage: 'Small letters, digits and hyphens; it begins with a letter or a digit.' });

/** Where the truth of a stage comes from. `polarity` is the polarity of the label by the table in force. */
export const truthSource = z.enum(['label', 'polarity', 'degree', 'quality', 'prompted']);

const truthSaid =
  'What an answer is compared with. Left out: what follows from the labels or the scale; else the stage is asked and not scored.';
const truthWords = {
  label: 'the emotion label of the portrait',
  polarity: 'the polarity of its label, by the polarity table in force',
  prompted: 'the emotion that the generator was prompted with',
  degree: 'the degree that people gave it',
  quality: 'the quality that people gave it',
} as const;

function truthOneOf<const T extends readonly (keyof typeof truthWords)[]>(...sources: T) {
  return z
    .enum(sources)
    .meta({ markdownDescription: truthSaid, markdownEnumDescriptions: sources.map((source) => truthWords[source]) })
    .optional();
}

const listed = z
  .array(z.string().regex(/\S/).meta({ patternErrorMessage: 'A label needs a letter.' }))
  .min(2)
  .meta({
    markdownDescription: 'Answers of your own, at least two, in the order in which they are shown.',
    defaultSnippets: [{ label: '[ ... ]', description: 'a list of your own', body: ['${1:first}', '${2:second}'] }],
  });

const benchmarkLabels = z
  .literal('labels')
  .meta({ markdownDescription: 'The label set of the benchmark. The truth is then `label`.' });

const labelsSaid =
  '`"labels"`: the label set of the benchmark. `"polarities"`: positive, neutral, negative, as far as its labels have them. Or a list of your own.';

const ownScale = z
  .strictObject({
    min: z.number().meta({ markdownDescription: 'Lowest value, such as `1`.' }),
    max: z.number().meta({ markdownDescription: 'Highest value, such as `5`; above `min`.' }),
    levels: z
      .record(z.string(), z.number())
      .meta({
        markdownDescription:
          'Words that stand for values, such as `{"slight": 1, "strong": 5}`. A reply that says the word is read as its value.',
        defaultSnippets: [
          { label: '{ "slight": 1, ... }', body: { '${1:slight}': '^${2:1}', '${3:strong}': '^${4:5}' } },
        ],
      })
      .optional(),
  })
  .meta({
    markdownDescription: 'A scale of your own: `{"min": 1, "max": 5}`.',
    defaultSnippets: [{ label: '{ "min": 1, "max": 5 }', body: { min: '^${1:1}', max: '^${2:5}' } }],
  });

const answerKinds = {
  choice: 'One of several labels.',
  yesNo: 'Yes or no.',
  number: 'A number on a scale, such as the degree of an emotion.',
  ranked: 'The likeliest few labels, likeliest first.',
  open: "A word of the model's own, with no options shown. It is folded into the benchmark's labels where the lexicon knows it.",
} as const;

function kindOf<const K extends keyof typeof answerKinds>(kind: K) {
  return z.literal(kind).meta({ markdownDescription: answerKinds[kind] });
}

const answerSpec = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: kindOf('choice'),
      labels: z
        .union([
          benchmarkLabels,
          z.literal('polarities').meta({
            markdownDescription:
              "Positive, neutral, negative, as far as the benchmark's labels have them. The truth is then `polarity`.",
          }),
          listed,
        ])
        .meta({ markdownDescription: labelsSaid }),
      truth: truthOneOf('label', 'polarity', 'prompted'),
    }),
    z.strictObject({ kind: kindOf('yesNo'), truth: truthOneOf('label', 'prompted') }),
    z.strictObject({
      kind: kindOf('number'),
      scale: z
        .union([
          z
            .literal('degree')
            .meta({ markdownDescription: 'The scale of degree in the benchmark. The truth is then `degree`.' }),
          z
            .literal('quality')
            .meta({ markdownDescription: 'The scale of quality in the benchmark. The truth is then `quality`.' }),
          ownScale,
        ])
        .meta({
          markdownDescription:
            '`"degree"` or `"quality"`: that scale of the benchmark. Or one of your own: `{"min": 1, "max": 5}`.',
        }),
      truth: truthOneOf('degree', 'quality'),
    }),
    z.strictObject({
      kind: kindOf('ranked'),
      labels: z
        .union([benchmarkLabels, listed])
        .meta({ markdownDescription: '`"labels"`: the label set of the benchmark. Or a list of your own.' }),
      top: z
        .number()
        .int()
        .min(1)
        .meta({
          markdownDescription: 'How many are asked for; 3 where left out. At most as many as there are labels.',
          default: 3,
        })
        .optional(),
      truth: truthOneOf('label', 'prompted'),
    }),
    z.strictObject({ kind: kindOf('open'), truth: truthOneOf('label', 'prompted') }),
  ])
  .meta({
    // Beside the alternatives, so that all kinds are proposed also where one stands already.
    properties: {
      kind: { enum: Object.keys(answerKinds), markdownEnumDescriptions: Object.values(answerKinds) },
    },
    markdownDescription:
      "How the question is answered, by `kind`: `choice` (one of several labels), `yesNo`, `number` (on a scale), `ranked` (the likeliest few), `open` (a word of the model's own).",
    defaultSnippets: [
      { label: 'choice', description: answerKinds.choice, body: { kind: 'choice', labels: '${1|labels,polarities|}' } },
      { label: 'yesNo', description: answerKinds.yesNo, body: { kind: 'yesNo' } },
      { label: 'number', description: answerKinds.number, body: { kind: 'number', scale: '${1|degree,quality|}' } },
      { label: 'ranked', description: answerKinds.ranked, body: { kind: 'ranked', labels: 'labels', top: '^${1:3}' } },
      { label: 'open', description: answerKinds.open, body: { kind: 'open', truth: 'label' } },
    ],
  });

const gate = z
  .strictObject({
    stage: id.meta({ markdownDescription: 'The id of an earlier stage.' }),
    is: z
      .array(z.string())
      .min(1)
      .meta({ markdownDescription: 'Ask only when the earlier answer is one of these: `["negative"]`.' })
      .optional(),
    correct: z
      .boolean()
      .meta({
        markdownDescription:
          'Ask only when the earlier answer was right (`true`) or wrong (`false`). The earlier stage needs a truth.',
      })
      .optional(),
  })
  .meta({
    markdownDescription:
      'A gate: the question is asked only when an earlier one went a certain way. A portrait at which the gate is closed is counted as `skipped`.',
    defaultSnippets: [
      { label: 'when the answer is ...', body: { stage: '${1:polarity}', is: ['${2:negative}'] } },
      { label: 'when the answer was right', body: { stage: '${1:polarity}', correct: '^${2|true,false|}' } },
    ],
  });

const questionSaid = `The question in the words of the model's reader. Filled in when it is asked:

- \`{options}\`: the labels, in the order shown (added on a line of their own where left out)
- \`{min}\`, \`{max}\`: the ends of the scale
- \`{label}\`: the answer to the nearest earlier stage that has one

How an answer is to look ("Reply with nothing but one of the options ...") is added by the strategy.

Example: \`Which emotion does this person show? Options: {options}.\``;

/** The id of a protocol made of the questions of another tool: they were asked as they stand, braces included. */
export const foreignProtocolId = 'foreign';

/** What can stand in braces in a question. */
export const questionPlaceholders = ['options', 'min', 'max', 'label'] as const;

/** One question of a protocol. `{options}`, `{min}`, `{max}` and `{label}` in `question` are filled in when it is asked. */
const stageSchema = z
  .strictObject({
    id: id.meta({
      markdownDescription:
        'A name of its own within the protocol, such as `emotion`. Outcomes and scores are kept under it.',
    }),
    question: z
      .string()
      .regex(/\S/)
      .meta({ markdownDescription: questionSaid, patternErrorMessage: 'A question needs words.' }),
    answer: answerSpec,
    when: gate.optional(),
  })
  .meta({
    defaultSnippets: [
      {
        label: 'a choice among the labels',
        body: {
          id: '${1:emotion}',
          question: '${2:Which emotion does this person show?} Options: {options\\}.',
          answer: { kind: 'choice', labels: 'labels' },
        },
      },
      {
        label: 'a degree on the scale',
        body: {
          id: '${1:degree}',
          question: '${2:How strong is this emotion}, from {min\\} to {max\\}?',
          answer: { kind: 'number', scale: 'degree' },
        },
      },
      { label: 'yes or no', body: { id: '${1:sure}', question: '${2:Is it?}', answer: { kind: 'yesNo' } } },
    ],
  });

/** A protocol file: `.emolens/protocols/*.json`, or one of the built-ins. */
export const protocolSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).meta({ markdownDescription: 'The version of this layout: `1`.' }),
  id: id.meta({
    markdownDescription:
      'What the protocol is called in lists, settings, runs and on the command line. One with the id of a built-in takes its place.',
  }),
  title: z.string().regex(/\S/).meta({
    markdownDescription: 'A few words for lists: `Direct: emotion`.',
    patternErrorMessage: 'A title needs words.',
  }),
  description: z
    .string()
    .meta({
      markdownDescription:
        'What it asks and where it comes from: shown where protocols are picked, recorded in each run.',
    })
    .optional(),
  stages: z
    .array(stageSchema)
    .min(1)
    .meta({ markdownDescription: 'The questions, in the order in which they are asked.' }),
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
