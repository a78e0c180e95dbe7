import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionSetting } from '../../../scripts/connectionSetting.ts';
import { connectionSchema } from '../../../src/core/models/connection.ts';

const root = join(import.meta.dirname, '../../..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { items, texts } = connectionSetting();

interface Manifest {
  contributes: { configuration: { properties: Record<string, { items?: { properties?: object } }> }[] };
}

describe('the setting of connections', () => {
  const sections = (json('package.json') as Manifest).contributes.configuration;
  const setting = sections.flatMap(({ properties }) => properties['emolens.connections'] ?? [])[0];

  it('has every field of a connection, in the shape that the code checks', () => {
    expect(Object.keys(setting?.items?.properties ?? {})).toEqual(Object.keys(connectionSchema.shape));
    // When this fails: node scripts/connectionSetting.ts
    expect(setting?.items).toEqual(items);
  });

  it('explains every field in the words of the schema, and in Chinese', () => {
    const english = json('package.nls.json') as Record<string, string>;
    const chinese = json('package.nls.zh-cn.json') as Record<string, string>;
    const explained = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('connection.')));
    expect(explained(english)).toEqual(texts);
    expect(Object.keys(explained(chinese)).sort()).toEqual(Object.keys(texts).sort());
    for (const field of Object.keys(connectionSchema.shape))
      expect(texts, field).toHaveProperty([`connection.${field}`]);
  });
});
