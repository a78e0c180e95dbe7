import { describe, expect, it } from 'vitest';
import { problemKinds, type Problem } from '../../../src/core/benchmark/problem.ts';
import { problemText } from '../../../src/core/words/problemText.ts';

const sentence = (kind: Problem['kind'], facts: Problem['facts'] = {}) =>
  problemText({ kind, file: 'dataset/a.png', facts });

describe('the words for problems', () => {
  it.each(problemKinds)('%s has a sentence of its own without holes', (kind) => {
    const text = sentence(kind);
    expect(text).toMatch(/^\S.*\.$/s);
    expect(text).not.toMatch(/\{\d\}|undefined/);
    expect(problemKinds.filter((other) => sentence(other) === text)).toEqual([kind]);
  });

  it('holds the facts', () => {
    expect(sentence('missing-column', { column: 'Distortions', columns: 'Image, Score' })).toBe(
      'dataset/a.png has no column "Distortions" (it has: Image, Score). Name the right one under `columns` in .emolens/benchmark.json.',
    );
    expect(sentence('conflicting-label', { label: 'sad', before: 'happy', line: '3' })).toContain(
      '"sad" here and "happy" in line 3',
    );
    expect(sentence('bad-row', { reason: 'fieldCount', fields: '2', expected: '3' })).toContain(
      '2 fields where the header has 3',
    );
    expect(
      sentence('number-out-of-range', { reason: 'outsideScale', value: '9', column: 'Score', min: '1', max: '5' }),
    ).toContain('1 to 5');
  });

  it('asks for what a name lacks, where several pictures have it', () => {
    const pictures = 'a/1.png, b/1.png';
    expect(sentence('duplicate-id', { value: '1.png', pictures })).toContain('Write the folder, too.');
    expect(sentence('duplicate-id', { value: '1', pictures: '1.png, 1.jpg' })).toContain('Write the extension.');
    expect(sentence('bad-row', { reason: 'box' })).toContain('no box');
  });

  it('stays on one line and short, whatever the files hold', () => {
    const text = sentence('missing-image', { value: `x\n${'y'.repeat(5000)}` });
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(500);
  });
});
