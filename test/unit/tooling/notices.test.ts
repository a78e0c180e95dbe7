import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { notices, noticesPath } from '../../../scripts/notices.ts';

it('names every package that ships, with its licence; `npm run notices` writes it anew', async () => {
  expect(readFileSync(noticesPath, 'utf8')).toBe(await notices());
}, 60_000);
