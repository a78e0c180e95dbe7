import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropNames } from '../../../src/core/evaluation/crops.ts';
import { loadStrategies } from '../../../src/core/evaluation/loadStrategies.ts';
import { builtInStrategies, strategySchema, type Strategy } from '../../../src/core/evaluation/strategies.ts';
import { readStrategyText, strategyFileText } from '../../../src/core/evaluation/strategyFile.ts';
import type { FileError, ReadableFolder } from '../../../src/core/ports.ts';
import { err, ok } from '../../../src/core/result.ts';

const good = `---
version: 1
title: Calm
description: "Slowly: cue by cue"
crops: face, mouth
---

Take your time.

{question}

Reply with {form}.
`;

const calm: Strategy = {
  version: 1,
  id: 'calm',
  title: 'Calm',
  description: 'Slowly: cue by cue',
  crops: ['face', 'mouth'],
  template: 'Take your time.\n\n{question}\n\nReply with {form}.',
};

function strategyOf(text: string, id = 'calm'): Strategy {
  const read = readStrategyText(id, text);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.strategy;
}

function faultsOf(text: string, id = 'calm') {
  const read = readStrategyText(id, text);
  return read.ok ? [] : read.faults;
}

describe('the text of a strategy file', () => {
  it('is front matter and the prompt; the id is the name of the file', () => {
    expect(strategyOf(good)).toEqual(calm);
    expect(strategySchema.parse(strategyOf(good))).toEqual(calm);
  });

  it.each(builtInStrategies)('$id is read back as it was', (strategy) => {
    expect(strategyOf(strategyFileText(strategy), strategy.id)).toEqual(strategy);
  });

  it('is read back as it was, whatever a strategy says', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '');
    const tricky = fc.constantFrom('yes', '1', '- x', "it's", '"quoted" text', 'a: b', 'a #b', '[x]', '---', 'ends:');
    const lines = fc.array(fc.oneof(words, fc.constantFrom('---', '', 'crops: face', '\\boxed{x}')));
    const strategies = fc.record({
      title: fc.oneof(words, tricky),
      description: fc.option(fc.oneof(words, tricky), { nil: undefined }),
      crops: fc.option(fc.subarray([...cropNames], { minLength: 1 }), { nil: undefined }),
      before: lines,
      after: lines,
    });
    fc.assert(
      fc.property(strategies, ({ title, description, crops, before, after }) => {
        const template = [...before, '{question}', ...after].join('\n').trim();
        fc.pre(!/(?<!\w)\{(?!question\})[A-Za-z][\w-]*\}/.test(template));
        const strategy: Strategy = {
          version: 1,
          id: 'own',
          title,
          ...(description === undefined ? {} : { description }),
          ...(crops === undefined ? {} : { crops }),
          template,
        };
        expect(strategyOf(strategyFileText(strategy), 'own')).toEqual(strategy);
      }),
    );
  });

  it('may have a byte order mark, CRLF, blank lines, remarks, YAML lists and single quotes', () => {
    const text = good
      .replace('title: Calm', "# mine\n\ntitle: 'It''s calm'")
      .replace('face, mouth', '[ face , mouth ]');
    expect(strategyOf(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual({ ...calm, title: "It's calm" });
  });

  it('keeps lines of the prompt as they are, also those that look like front matter', () => {
    const text = '---\nversion: 1\ntitle: T\n---\n\n\n  indented\n---\ntitle: no key\n{question}\n\n\n';
    expect(strategyOf(text).template).toBe('  indented\n---\ntitle: no key\n{question}');
  });

  it.each([
    ['noFrontMatter', 'title: Calm\n{question}', 1, 1, ''],
    ['noFrontMatter', '', 1, 1, ''],
    ['noFrontMatter', `\n${good}`, 1, 1, ''],
    ['unclosedFrontMatter', '---\nversion: 1\ntitle: T\n\n{question}\n', 1, 1, '---'],
    ['badLine', good.replace('title: Calm', 'title: Calm\n  and more'), 4, 1, '  and more'],
    ['badLine', good.replace('version: 1', 'version: 1\ncolour:red'), 3, 1, 'colour:red'],
    ['unknownKey', good.replace('crops:', 'crop:'), 5, 1, 'crop'],
    ['duplicateKey', good.replace('crops: face, mouth', 'title: Again'), 5, 1, 'title'],
    ['missingKey', good.replace('title: Calm\n', ''), 1, 1, 'title'],
    ['missingKey', good.replace('version: 1\n', ''), 1, 1, 'version'],
    ['emptyValue', good.replace('title: Calm', 'title:'), 3, 1, 'title'],
    ['emptyValue', good.replace('face, mouth', ''), 5, 1, 'crops'],
    ['badQuotes', good.replace('title: Calm', 'title: "Calm'), 3, 8, '"Calm'],
    ['badQuotes', good.replace('title: Calm', "title: 'Ca'lm'"), 3, 8, "'Ca'lm'"],
    ['badVersion', good.replace('version: 1', 'version: 2'), 2, 10, '2'],
    ['unknownCrop', good.replace('face, mouth', 'face,  nose'), 5, 15, 'nose'],
    ['duplicateCrop', good.replace('face, mouth', '[face, face]'), 5, 15, 'face'],
    ['emptyPrompt', '---\nversion: 1\ntitle: T\n---\n\n \n', 5, 1, ''],
    ['noQuestion', good.replace('{question}', 'the question'), 7, 1, ''],
    ['questionTwice', good.replace('{form}', 'x{question}'), 12, 13, '{question}'],
    ['unknownPlaceholder', good.replace('{form}', '{options}'), 12, 12, '{options}'],
  ])('%s has its place: %#', (kind, text, line, column, detail) => {
    for (const one of [text, text.replaceAll('\n', '\r\n'), `\ufeff${text}`]) {
      expect(faultsOf(one).map((fault) => [fault.kind, fault.line, fault.column, fault.detail])).toEqual([
        [kind, line, column, kind === 'noFrontMatter' ? (text.split('\n')[0] ?? '') : detail],
      ]);
    }
  });

  it('has all of its faults named at once', () => {
    const kinds = faultsOf('---\nversion: 3\ncolour: red\ncrops: nose\n---\n', 'Bad Name').map(({ kind }) => kind);
    expect(kinds).toEqual(['badId', 'unknownKey', 'missingKey', 'badVersion', 'unknownCrop', 'emptyPrompt']);
  });
});

describe('strategy files', () => {
  function folderOf(files: Readonly<Record<string, string | FileError>>): ReadableFolder {
    const missing = (path: string): FileError => ({ kind: 'notFound', path, detail: 'no such file' });
    return {
      name: '.emolens',
      list: (path) => {
        const names = Object.keys(files).map((file) => file.slice('strategies/'.length));
        if (names.length === 0) return Promise.resolve(err(missing(path)));
        return Promise.resolve(ok(names.map((name) => ({ name, kind: 'file' as const }))));
      },
      stat: (path) => Promise.resolve(err(missing(path))),
      read: (path) => {
        const file = files[path];
        if (typeof file === 'string') return Promise.resolve(ok(new TextEncoder().encode(file)));
        return Promise.resolve(err(file ?? missing(path)));
      },
      readHead: (path) => Promise.resolve(err(missing(path))),
      readRange: (path) => Promise.resolve(err(missing(path))),
    };
  }

  it('are none where there is no folder', async () => {
    expect(await loadStrategies(folderOf({}))).toEqual({ strategies: [], errors: [] });
  });

  it('load by file name; a faulty one is named with its lines and stops no other', async () => {
    const { strategies, errors } = await loadStrategies(
      folderOf({
        'strategies/warm.md': good,
        'strategies/calm.md': good,
        'strategies/README.md': '# What these are',
        'strategies/notes.txt': 'nothing',
        'strategies/bad.md': good.replace('{question}', ''),
        'strategies/Loud.md': good,
        'strategies/shut.md': { kind: 'notPermitted', path: 'x', detail: 'EACCES' },
      }),
    );
    expect(strategies.map(({ id }) => id)).toEqual(['calm', 'warm']);
    expect(errors.map(({ file, kind, line, detail }) => [file, kind, line, detail])).toEqual([
      ['strategies/Loud.md', 'badId', 1, 'Loud'],
      ['strategies/bad.md', 'noQuestion', 7, ''],
      ['strategies/shut.md', 'unreadable', 1, 'EACCES'],
    ]);
  });
});
