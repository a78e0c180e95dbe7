import { afterEach, expect, it, vi } from 'vitest';
import { png } from '../memoryFolder.ts';
import { openFiles } from './openFiles.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Long enough for its beginning not to be all of it. */
const rows = 5000;
const conversation = {
  image: 'a.png',
  conversations: [
    { from: 'human', value: 'Which emotion?' },
    { from: 'gpt', value: 'happy' },
  ],
};

it.each([
  ['csv', `image,label\n${'a.png,happy\n'.repeat(rows)}${'b.png,sad\n'.repeat(rows)}`],
  ['jsonl', `${JSON.stringify({ image: 'a.png', label: 'happy' })}\n`.repeat(rows)],
  ['json', JSON.stringify(new Array(rows).fill(conversation))],
])(
  'says of a table of %s that is too long for a text that it cannot be read, and opens the rest',
  async (ending, text) => {
    const { decode } = TextDecoder.prototype;
    vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (this: TextDecoder, bytes, options) {
      if ((bytes?.byteLength ?? 0) > 80_000)
        throw new RangeError('Cannot create a string longer than 0x1fffffe8 characters');
      return decode.call(this, bytes, options);
    });
    const { benchmark } = await openFiles({ 'a.png': png(1), 'b.png': png(2), [`labels.${ending}`]: text });
    expect(benchmark.problems).toContainEqual({
      kind: 'unreadable',
      file: `labels.${ending}`,
      facts: { reason: 'io', detail: 'the text is longer than can be held at once' },
    });
    expect(benchmark.items.length).toBe(2);
  },
);
