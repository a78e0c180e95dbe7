import { expect, it } from 'vitest';
import { present } from '../../../src/core/query/masks.ts';

it('tells every code that is not 0 from 0, whatever stands beside it', () => {
  const codes = Uint8Array.from({ length: 256 * 3 + 2 }, (_, i) =>
    i % 3 === 1 ? Math.floor(i / 3) : i % 2 === 0 ? 255 : 0,
  );
  expect([...present(codes)]).toEqual([...codes].map((code) => (code === 0 ? 0 : 1)));
});
