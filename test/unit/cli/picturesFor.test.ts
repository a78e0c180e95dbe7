import { describe, expect, test } from 'vitest';
import { picturesFor } from '../../../src/cli/planEvaluation.ts';

describe('what is looked at of the pictures before a query is asked', () => {
  test.each(['has:problem', 'label:sad not (HAS:"Problem" or degree>3)', 'has!=problem'])(
    '%s examines them as inspect does',
    (where) => {
      expect(picturesFor(where, 'no')).toBe('auto');
    },
  );

  test.each([undefined, '', 'problem', 'text:problem', 'caption:~"has:problem"', 'has:error', 'has:problem "'])(
    '%s looks at no more than is needed otherwise',
    (where) => {
      expect(picturesFor(where, 'no')).toBe('no');
    },
  );
});
