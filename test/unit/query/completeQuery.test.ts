import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeQuery, quoted } from '../../../src/core/query/language/completeQuery.ts';
import { parseQuery } from '../../../src/core/query/language/query.ts';
import { vocabularyOf } from '../../../src/core/query/vocabularyOf.ts';
import { completed } from '../../../webview/gallery/queryText.ts';
import { columnsOf } from './queryKit.ts';

const items = [
  { id: 'a.png', path: 'a.png', label: 'angry', generator: 'sd xl', fields: { 'image type': 'in' } },
  { id: 'b.png', path: 'b.png', label: 'angry', generator: 'flux' },
  { id: 'c.png', path: 'c.png', label: 'awe', degree: 2 },
];
const run = { run: 'r1', model: 'gpt-4o', outcomes: [{ item: 'a.png', label: 'sad' }] };
const vocabulary = vocabularyOf(columnsOf(items, [run]));

/** `|` is the caret. */
function offered(text: string): string[] {
  const caret = text.indexOf('|');
  return completeQuery(text.replace('|', ''), caret, vocabulary).options.map(({ label }) => label);
}

function taken(text: string): string {
  const bare = text.replace('|', '');
  const offer = completeQuery(bare, text.indexOf('|'), vocabulary);
  const { text: made, caret } = completed(bare, offer, 0)!;
  return `${made.slice(0, caret)}|${made.slice(caret)}`;
}

describe('completion', () => {
  it.each([
    ['|', 'label'],
    ['lab|', 'label'],
    ['(deg|', 'degree'],
    ['not gen|', 'generator'],
    ['label:|', 'angry'],
    ['label:aw|', 'awe'],
    ['label:!an|', 'angry'],
    ['generator:sd|', 'sd xl'],
    ['generator:"sd|', 'sd xl'],
    ['model:|', 'gpt-4o'],
    ['pred:|', 'sad'],
    ['outcome:ref|', 'refused'],
    ['label:angry or has:vi|', 'video'],
    ['sort:-deg|', '-degree'],
    ['sort:label,gen|', 'generator'],
    ['"image type":|', 'in'],
    ['image|', 'image type'],
    ['la|bel:angry', 'label'],
  ])('%s offers %s first', (text, first) => expect(offered(text)[0]).toBe(first));

  it('says how many have a value, and that there may be none', () => {
    expect(completeQuery('label:', 6, vocabulary).options).toMatchObject([
      { label: 'angry', count: 2 },
      { label: 'awe', count: 1 },
      { label: 'none' },
    ]);
    expect(offered('degree>|')).toEqual([]);
    expect(offered('lable:|')).toEqual([]);
  });

  it.each([
    ['lab| x', 'label:| x'],
    ['generator:sd|', 'generator:"sd xl" |'],
    ['generator:"sd| or x', 'generator:"sd xl" |'],
    ['label:a| degree>1', 'label:angry| degree>1'],
    ['image|', '"image type":|'],
    ['deg|ree>2', 'degree>|2'],
    ['sort:-deg|', 'sort:-degree|'],
    ['-lab|', '-label:|'],
    ['degree>1 !label:ang|', 'degree>1 !label:angry |'],
    ['-(lab|', '-(label:|'],
    ['label：ang|', 'label：angry |'],
    ['field.image|', '"field.image type":|'],
  ])('%s becomes %s', (text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  it('joins conditions only where one stands before', () => {
    for (const text of ['|', '(|', 'label:sad or |', 'label:sad and not (|', '!(|', 'an|'])
      expect(offered(text)).not.toContain('and');
    for (const text of ['label:sad |', '(label:sad) |', 'label:sad an|', '"or" |'])
      expect(offered(text)).toContain('and');
  });

  it('never throws, and what it offers for a field is understood', () => {
    const sign = fc.constantFrom('label', ':', '"', '(', ')', ' ', 'or', '\\', '-', 'sort:', '情', '>', '!', '~', ',');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 9 }), fc.nat(30), (parts, caret) => {
        const text = parts.join('');
        const { from, to } = completeQuery(text, caret, vocabulary);
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
    );
    for (const { name, type } of vocabulary.fields) {
      const value = type === 'number' ? '1' : type === 'choice' ? undefined : 'x';
      const known = vocabulary.fields.find((field) => field.name === name)?.values?.[0];
      expect(parseQuery(`${quoted(name)}:${value ?? known}`, vocabulary).ok, name).toBe(true);
    }
  });
});
