import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../scripts/repository.ts';
import { descriptorSchema } from '../../../src/core/benchmark/descriptor.ts';
import { isNamePattern } from '../../../src/core/benchmark/names/fileNamePattern.ts';
import { parseLexicon } from '../../../src/core/evaluation/loadLexicon.ts';
import { readProtocolText } from '../../../src/core/evaluation/protocolFile.ts';
import { readStrategyText } from '../../../src/core/evaluation/strategyFile.ts';
import { readConnectionList } from '../../../src/core/models/connectionList.ts';
import { parseQuery } from '../../../src/core/query/language/query.ts';
import { fieldsWith } from '../../../src/core/query/language/queryFields.ts';

// What README shows is what EmoLens takes: a stranger copies it.

const readme = readFileSync(inRepository('README.md'), 'utf8');
const examples = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(text!) as unknown);
const withKey = (key: string): unknown =>
  examples.find((one) => typeof one === 'object' && one !== null && !Array.isArray(one) && key in one);

describe('the examples of README', () => {
  it('are a connection, corrections, a protocol and a strategy', () => {
    const connections = examples.find((one) => Array.isArray(one)) as unknown[];
    expect(readConnectionList(connections).faults).toEqual([]);
    const descriptor = descriptorSchema.parse(withKey('columns'));
    expect(isNamePattern(descriptor.fileName!)).toBe(true);
    expect(readProtocolText(JSON.stringify(withKey('stages')))).toMatchObject({ ok: true });
    expect(examples).toHaveLength(3);
    const [, strategy] = /```markdown\n(.*?)```/s.exec(readme)!;
    expect(readStrategyText('slowly', strategy!)).toMatchObject({ strategy: { title: 'Slowly', crops: ['eyes'] } });
  });

  it('are a list of words', () => {
    const [, text] = /`(\{"version": 1, "entries": .*?\})` is a whole file/.exec(readme)!;
    expect(parseLexicon(text!, 'lexicon.json').errors).toEqual([]);
  });

  it('are queries', () => {
    const table = readme.slice(readme.indexOf('| write'), readme.indexOf('**Videos** play'));
    const queries = table
      .split('\n')
      .slice(2)
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, query]) => query!));
    const vocabulary = { fields: fieldsWith({ columns: ['field:valence', 'field:image type'] }), values: () => [] };
    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) expect(parseQuery(query, vocabulary).ok, query).toBe(true);
  });
});
