import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { connectionSchema } from '../src/core/models/connection.ts';
import { inRepository } from './repository.ts';
import { runScript } from './runScript.ts';

// `node scripts/connectionSetting.ts` writes the shape of a connection into package.json and its English texts into
// package.nls.json, from the schema that the code checks with. A test says when that is due.

/** A JSON schema, as far as it is looked into here. */
interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
}

const isSafeBound = (value: unknown): boolean => Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

/** Without what VS Code does not need: the bounds of all integers, and the shape of any JSON, which is any. */
function trimmed(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).filter(([keyword, value]) => {
    if (keyword === 'minimum' || keyword === 'maximum') return !isSafeBound(value);
    return (
      keyword !== 'propertyNames' && !(keyword === 'additionalProperties' && JSON.stringify(value).includes('$ref'))
    );
  });
  return Object.fromEntries(kept);
}

/** The items of `emolens.connections` as package.json has them, and the English texts by their keys. */
export function connectionSetting(): { readonly items: JsonSchema; readonly texts: Record<string, string> } {
  const { type, properties, required, additionalProperties } = z.toJSONSchema(connectionSchema, {
    target: 'draft-7',
    io: 'input',
  }) as JsonSchema;
  const texts: Record<string, string> = {};
  const named = (fields: Record<string, JsonSchema>, prefix: string): Record<string, JsonSchema> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const { description, properties: inner, ...rest } = trimmed(field);
        const key = `${prefix}.${name}`;
        if (typeof description === 'string') texts[key] = description;
        return [
          name,
          {
            ...rest,
            ...(typeof description === 'string' ? { markdownDescription: `%${key}%` } : {}),
            ...(inner === undefined ? {} : { properties: named(inner, key) }),
          },
        ];
      }),
    );
  const fields = named(properties ?? {}, 'connection');
  // What the code checks with a function: as much of it as a pattern can say.
  fields['baseUrl'] = { ...fields['baseUrl'], pattern: '^https?://' };
  return { items: { type, required, additionalProperties, properties: fields }, texts };
}

/** The parts of package.json that are written here. */
interface Manifest {
  contributes: { configuration: { properties: Record<string, { items?: unknown }> }[] };
}

function writeConnectionSetting(): void {
  const { items, texts } = connectionSetting();
  const path = inRepository('package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  for (const { properties } of manifest.contributes.configuration) {
    const setting = properties['emolens.connections'];
    if (setting !== undefined) setting.items = items;
  }
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
  const textsPath = inRepository('package.nls.json');
  const old = Object.entries(JSON.parse(readFileSync(textsPath, 'utf8')) as Record<string, string>);
  const kept = Object.fromEntries(old.filter(([key]) => !key.startsWith('connection.')));
  writeFileSync(textsPath, `${JSON.stringify({ ...kept, ...texts }, undefined, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  runScript(() => Promise.resolve().then(writeConnectionSetting));
}
