import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { lexiconFileSchema } from '../../src/core/affect/lexiconFile.ts';
import { descriptorSchema } from '../../src/core/benchmark/descriptor.ts';
import { outcomeSchema } from '../../src/core/evaluation/outcome.ts';
import { protocolSchema } from '../../src/core/evaluation/protocol.ts';
import { runRecordSchema } from '../../src/core/evaluation/runRecord.ts';
import { viewsFileSchema } from '../../src/core/query/viewsFile.ts';
import { reviewLineSchema } from '../../src/core/review/verdict.ts';
import { inRepository } from '../repository.ts';

/** Each file of `.emolens/` that people may read or write by hand, with the check that the code itself runs. */
const published = [
  { name: 'benchmark', title: 'EmoLens benchmark descriptor', schema: descriptorSchema },
  // Comments and commas behind the last member load, so VS Code is told (in words of its own) not to complain of them.
  {
    name: 'protocol',
    title: 'EmoLens protocol',
    schema: protocolSchema.meta({ allowComments: true, allowTrailingCommas: true }),
  },
  {
    name: 'lexicon',
    title: 'EmoLens lexicon',
    schema: lexiconFileSchema.meta({ allowComments: true, allowTrailingCommas: true }),
  },
  { name: 'views', title: 'EmoLens saved views', schema: viewsFileSchema },
  { name: 'outcome', title: 'EmoLens outcome (a line of outcomes.jsonl)', schema: outcomeSchema },
  { name: 'run', title: 'EmoLens run', schema: runRecordSchema },
  { name: 'review', title: 'EmoLens review (a line of reviews.jsonl)', schema: reviewLineSchema },
];

/** Writes `dist/schemas/<name>.schema.json` (JSON Schema draft 7, which is what VS Code reads). Returns the paths. */
export function writeSchemas(): string[] {
  const folder = inRepository('dist/schemas');
  mkdirSync(folder, { recursive: true });
  return published.map(({ name, title, schema }) => {
    // What a person writes is the input side: fields with a default may be left out.
    const jsonSchema = {
      ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input', override: (made) => tellByKind(made.jsonSchema) }),
      title,
    };
    const path = `${folder}/${name}.schema.json`;
    writeFileSync(path, `${JSON.stringify(jsonSchema, undefined, 2)}\n`);
    return path;
  });
}

/**
 * Alternatives that a `kind` tells apart, said as one question after the other: of a `oneOf`, VS Code takes the likeliest alternative and
 * complains that the kind should have been that one, where any other would do too.
 */
function tellByKind(schema: z.core.JSONSchema.BaseSchema): void {
  const alternatives = schema.oneOf ?? [];
  const kinds = alternatives.map(constKind);
  if (kinds.length === 0 || kinds.includes(undefined)) return;
  delete schema.oneOf;
  schema.type = 'object';
  schema.required = ['kind'];
  schema.properties ??= { kind: { enum: kinds.filter((kind) => kind !== undefined) } };
  schema.allOf = alternatives.map((alternative, index) => ({
    if: { properties: { kind: { const: kinds[index] } }, required: ['kind'] },
    then: alternative,
  }));
}

function constKind(alternative: z.core.JSONSchema.JSONSchema): string | undefined {
  const kind = alternative.properties?.kind;
  return typeof kind === 'object' && typeof kind.const === 'string' ? kind.const : undefined;
}
