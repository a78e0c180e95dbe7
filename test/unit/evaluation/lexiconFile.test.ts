import { expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import { lexiconFileSchema } from '../../../src/core/affect/lexiconFile.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';
import { loadLexicon, parseLexicon } from '../../../src/core/evaluation/loadLexicon.ts';
import type { LoadedLexicon } from '../../../src/core/evaluation/loadLexicon.ts';
import { lexiconOfRun, recordedLexicon } from '../../../src/core/evaluation/recordedLexicon.ts';
import { lexiconErrorText, lexiconRefusalText } from '../../../src/core/words/lexiconText.ts';
import { memoryFolder } from '../benchmark/memoryFolder.ts';
import { memo } from './readerCase.ts';

function load(text: string): Promise<LoadedLexicon> {
  return loadLexicon(memoryFolder({ 'lexicon.json': text }));
}

function file(...entries: readonly unknown[]): string {
  return JSON.stringify({ version: 1, entries }, undefined, 1);
}

async function entriesLoaded(...entries: readonly unknown[]): Promise<LoadedLexicon['lexicon']> {
  const { lexicon, errors } = await load(file(...entries));
  expect(errors).toEqual([]);
  return lexicon;
}

async function faults(text: string): Promise<unknown[]> {
  const { lexicon, errors } = await load(text);
  expect(lexicon).toBe(builtInLexicon);
  return errors.map(({ kind, line, column, value }) => [kind, line, column, ...(value === undefined ? [] : [value])]);
}

const said = (reply: string, { lexicon }: Pick<LoadedLexicon, 'lexicon'>): string => {
  const { kind, label } = readAnswer({ reply, answer: memo }, lexicon);
  return label ?? kind;
};

it('is the built-in one without a file, and with one that says nothing', async () => {
  expect(await loadLexicon(memoryFolder({}))).toEqual({ lexicon: builtInLexicon, errors: [] });
  expect(await entriesLoaded()).toBe(builtInLexicon);
  expect(await entriesLoaded({ note: 'later', concept: 'worry', forms: { en: [], zh: [] } })).toBe(builtInLexicon);
});

it('adds words in both scripts, takes words away, and moves them', async () => {
  const lexicon = await entriesLoaded(
    { concept: 'Worry', forms: { en: ['Fraught', 'all at sea'], zh: ['揪心'] }, not: ['concerned', 'concern'] },
    { concept: 'sad', forms: { en: ['annoyed'] } },
  );
  expect(said('He is all at sea.', { lexicon })).toBe('worry');
  expect(said('fraught', { lexicon })).toBe('worry');
  expect(said('他看起来很揪心。', { lexicon })).toBe('worry');
  expect(said('concerned', { lexicon: builtInLexicon })).toBe('worry');
  expect(said('concerned', { lexicon })).toBe('unparsed');
  expect(said('annoyed', { lexicon })).toBe('sad');
  expect(said('worried', { lexicon })).toBe('worry');
});

it('knows a new concept, folds it into a broader one, and never worry into fear', async () => {
  const lexicon = await entriesLoaded(
    { concept: 'saudade', forms: { en: ['saudade'] } },
    { concept: 'stage fright', forms: { en: ['stage fright'] }, within: 'worry' },
  );
  expect(said('saudade', { lexicon })).toBe('outOfSet');
  expect(said('Stage-fright.', { lexicon })).toBe('worry');
});

it('folds a built-in concept into another where it is no label itself', async () => {
  const lexicon = await entriesLoaded({ concept: 'fear', within: 'worry' });
  expect(said('ANSWER: fear', { lexicon: builtInLexicon })).toBe('outOfSet');
  expect(said('ANSWER: fear', { lexicon })).toBe('worry');
  expect(said('She is afraid.', { lexicon })).toBe('worry');
  const both = { kind: 'choice', labels: ['worry', 'fear'] } as const;
  expect(readAnswer({ reply: 'afraid', answer: both }, lexicon).label).toBe('fear');
  expect(readAnswer({ reply: 'worried', answer: both }, lexicon).label).toBe('worry');
});

it('says in its version that there are words of a user, which a run records and gives back', async () => {
  const lexicon = await entriesLoaded({ note: 'seen often', concept: 'worry', forms: { en: ['fraught'] } });
  const recorded = recordedLexicon(lexicon);
  expect(recorded.lexiconVersion).toMatch(/^3\+[0-9a-f]{8}$/);
  expect(recorded.lexicon).toEqual([{ concept: 'worry', forms: { en: ['fraught'], zh: [] } }]);
  const back = lexiconOfRun(JSON.parse(JSON.stringify(recorded)) as typeof recorded);
  expect(back.version).toBe(lexicon.version);
  expect(said('fraught', { lexicon: back })).toBe('worry');
  expect(recordedLexicon(builtInLexicon)).toEqual({ lexiconVersion: '3' });
  expect(lexiconOfRun({})).toBe(builtInLexicon);
});

it.each<[string, string, unknown[]]>([
  ['no JSON', '{\n "version": 1,\n "entries": [}', [['notJson', 3, 14]]],
  ['another version', '{"version": 2, "entries": []}', [['invalid', 1, 13]]],
  ['no entries', '\n\n{"version": 1}', [['invalid', 3, 1]]],
  ['a key that is not known', '{"version": 1,\n "entries": [\n{"concept": "sad", "words": []}]}', [['invalid', 3, 29]]],
  [
    'a word that two concepts claim',
    '{"version": 1, "entries": [\n{"concept": "sad", "forms": {"en": ["Edgy!"]}},\n{"concept": "worry", "forms": {"en": ["x", "edgy"]}}]}',
    [['contestedForm', 3, 44, 'edgy']],
  ],
  ['a concept without a name', '{"version": 1, "entries": [\n{"concept": " "}]}', [['emptyWord', 2, 13, ' ']]],
  [
    'a word of blanks',
    '{"version": 1, "entries": [\n{"concept": "sad",\n "forms": {"zh": ["\\u200b"]}}]}',
    [['emptyWord', 3, 19, '\u200b']],
  ],
  [
    'the name of a built-in concept as a word of another',
    '{"version": 1, "entries": [{"concept": "worry", "forms": {"en": ["Fear"]}}]}',
    [['conceptAsWord', 1, 66, 'fear']],
  ],
  [
    'the name of an own concept as a word of another',
    '{"version": 1, "entries": [{"concept": "sad", "forms": {"en": ["zork"]}},\n{"concept": "Zork"}]}',
    [['contestedForm', 1, 64, 'zork']],
  ],
  [
    'a built-in word as a concept',
    '{"version": 1, "entries": [{"concept": "worried", "forms": {"en": ["fraught"]}}]}',
    [['wordAsConcept', 1, 40, 'worried']],
  ],
  [
    'a broader concept that there is not',
    '{"version": 1, "entries": [{"concept": "saudade", "within": "blorp"}]}',
    [['unknownParent', 1, 61, 'blorp']],
  ],
  [
    'concepts within each other',
    '{"version": 1, "entries": [{"concept": "aa", "within": "bb"},\n{"concept": "bb", "within": "aa"}]}',
    [
      ['unknownParent', 1, 56, 'bb'],
      ['unknownParent', 2, 29, 'aa'],
    ],
  ],
  [
    'a word given and taken away',
    '{"version": 1, "entries": [{"concept": "sad", "forms": {"en": ["blue"]}, "not": ["Blue", "sad"]}]}',
    [
      ['ownWord', 1, 82, 'Blue'],
      ['ownWord', 1, 90, 'sad'],
    ],
  ],
])('names %s with its place, and adds nothing then', async (_what, text, expected) => {
  expect(await faults(text)).toEqual(expected);
});

it('takes a concept of its own that is a built-in word where it says so', async () => {
  const lexicon = await entriesLoaded({ concept: 'worried', kind: 'mood', forms: { en: ['fraught'] } });
  expect(lexicon.byForm.get('fraught')).toBe('worried');
  expect(lexicon.byForm.get('worry')).toBe('worry');
});

it('names a file that cannot be read', async () => {
  const { errors } = await loadLexicon(memoryFolder({ 'lexicon.json': { error: 'notPermitted' } }));
  expect(errors).toMatchObject([{ kind: 'unreadable', line: 1 }]);
});

it('takes comments and a byte order mark', async () => {
  const { errors } = await load('\ufeff{ // words\n "version": 1, "entries": [], }');
  expect(errors).toEqual([]);
});

it('says in one sentence where and what the fault is, and that nothing was done', async () => {
  const text = file({ concept: 'worried', forms: { en: ['a'] } }, { concept: 'sad', forms: { en: ['a'] } });
  const { errors } = parseLexicon(text, 'own.json');
  expect(errors.map(lexiconErrorText)).toEqual([
    'own.json, line 5: "worried" is a word for worry. Write "worry" as the concept to add to it, or say with "within" or "kind" that it is a concept of its own.',
    'own.json, line 16: "a" is claimed by worried as well: a word can mean one thing only.',
  ]);
  expect(lexiconRefusalText(errors)).toContain('Further faults in it: 1. Nothing was done');
});

it('offers the built-in concepts, and describes every field', () => {
  const schema = lexiconFileSchema.toJSONSchema({ target: 'draft-7', io: 'input' });
  const text = JSON.stringify(schema);
  expect(text).toContain('"examples":["happy"');
  const entry = (schema.properties?.['entries'] as { items: { properties: Record<string, { description?: string }> } })
    .items.properties;
  expect(Object.entries(entry).filter(([, field]) => field.description === undefined)).toEqual([]);
});
