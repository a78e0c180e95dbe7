import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { lexiconFileSchema } from '../../src/core/affect/lexiconFile.ts';
import { descriptorSchema } from '../../src/core/benchmark/descriptor.ts';
import { outcomeSchema } from '../../src/core/evaluation/outcome.ts';
import { protocolSchema } from '../../src/core/evaluation/protocol.ts';
import { runRecordSchema } from '../../src/core/evaluation/runRecord.ts';
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
    const jsonSchema = { ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), title };
    const path = `${folder}/${name}.schema.json`;
    writeFileSync(path, `${JSON.stringify(jsonSchema, undefined, 2)}\n`);
    return path;
  });
}
