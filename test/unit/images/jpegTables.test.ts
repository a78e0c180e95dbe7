import { expect, test } from 'vitest';
import { holdsTogether } from '../../../src/core/images/jpegTables.ts';

const segment = (marker: number, ...body: readonly number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];
const quantisation = (index = 0): number[] => segment(0xdb, index, ...Array<number>(64).fill(1));
/** A Huffman table with codes of the lengths 1 to 16 as often as said. */
const huffman = (index: number, ...often: readonly number[]): number[] => {
  const lengths = Array.from({ length: 16 }, (_none, place) => often[place] ?? 0);
  const count = lengths.reduce((sum, one) => sum + one, 0);
  return segment(0xc4, index, ...lengths, ...Array.from({ length: count }, (_none, place) => place));
};
const frame = (marker = 0xc0, precision = 8, sampling = 0x11): number[] =>
  segment(marker, precision, 0, 8, 0, 8, 1, 1, sampling, 0);
const scan = (component = 1, tables = 0): number[] => segment(0xda, 1, component, tables, 0, 63, 0);
const head = [0xff, 0xd8];
const tables = [...huffman(0, 1, 1), ...huffman(0x10, 1, 1)];
const holds = (...parts: readonly (readonly number[])[]): boolean =>
  holdsTogether(Uint8Array.from([...head, ...parts.flat(), 7]));

test('a picture holds together with its tables, whatever lies between segments', () => {
  const comment = segment(0xfe, 1, 2, 3);
  expect(holds(quantisation(), frame(), tables, scan())).toBe(true);
  expect(holds(segment(0xe0, 1), comment, quantisation(), [5, 0xff, 0xff, 0], frame(), tables, scan())).toBe(true);
  expect(holds(quantisation(0x10).slice(0, 4), [])).toBe(false);
  expect(holds(segment(0xdb, 0x10, ...Array<number>(128).fill(1)), frame(0xc2), scan())).toBe(true);
  // The frames of films leave the usual tables out.
  expect(holds(quantisation(), frame(), scan())).toBe(true);
});

const damaged: readonly (readonly [what: string, ...parts: (readonly number[])[]])[] = [
  ['no scan', quantisation(), frame(), tables],
  ['no frame', quantisation(), tables, scan()],
  ['two frames', quantisation(), frame(), frame(), tables, scan()],
  ['a frame of twelve bits', quantisation(), frame(0xc0, 12), tables, scan()],
  ['a frame of a kind that nobody reads', quantisation(), frame(0xc3), tables, scan()],
  ['pixels of no size', quantisation(), frame(0xc0, 8, 0x01), tables, scan()],
  ['a component that is not there', quantisation(), frame(), tables, scan(2)],
  ['no quantisation', frame(), tables, scan()],
  ['a fifth table', quantisation(4), quantisation(), frame(), tables, scan()],
  ['a table that is too short', segment(0xdb, 0, 1, 2), quantisation(), frame(), tables, scan()],
  ['a fifth Huffman table', quantisation(), frame(), huffman(4, 1), tables, scan()],
  [
    'more symbols than there are bytes',
    quantisation(),
    frame(),
    segment(0xc4, 0, ...Array<number>(16).fill(9)),
    scan(),
  ],
  ['codes that do not fit', quantisation(), frame(), huffman(0, 3), huffman(0x10, 1), scan()],
  [
    'a difference of more than fifteen bits',
    quantisation(),
    frame(),
    huffman(0, 0, 0, 0, 0, 17),
    huffman(0x10, 1),
    scan(),
  ],
  ['a restart interval of one byte', segment(0xdd, 1), quantisation(), frame(), tables, scan()],
  ['an unknown marker', segment(0x42, 1), quantisation(), frame(), tables, scan()],
  ['a segment that is longer than the file', [0xff, 0xe0, 0xff, 0xff], quantisation(), frame(), tables, scan()],
  ['a segment shorter than its length', [0xff, 0xe0, 0, 1], quantisation(), frame(), tables, scan()],
];

test('what decoders insist on is damage where it is broken', () => {
  for (const [what, ...parts] of damaged) expect([what, holds(...parts)]).toEqual([what, false]);
});
