import { expect, it } from 'vitest';
import { completed } from '../../../webview/gallery/queryText.ts';

const options = [
  { insert: 'label:', label: 'label', kind: 'field' as const },
  { insert: 'happy ', label: 'happy', kind: 'value' as const },
];

it('puts an option in the place of what was typed, with the caret behind it', () => {
  expect(completed('la and more', { from: 0, to: 2, options }, 0)).toEqual({ text: 'label: and more', caret: 6 });
  expect(completed('label:ha', { from: 6, to: 8, options }, 1)).toEqual({ text: 'label:happy ', caret: 12 });
});

it('doubles no space that is there already', () => {
  expect(completed('label:ha x', { from: 6, to: 8, options }, 1)).toEqual({ text: 'label:happy x', caret: 11 });
});

it('is nothing where there is no such option', () => {
  expect(completed('la', { from: 0, to: 2, options }, 2)).toBeUndefined();
});
