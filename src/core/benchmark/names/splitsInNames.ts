import { TextCoder, type CodedTexts } from '../codedTexts.ts';
import { isSplitWord } from '../columnNames.ts';
import type { ListedFile } from '../files/listing.ts';

/** The first part of a name, where a sign ends it (`train_00001_aligned`). */
const firstPart = /^[^_\-.\s]+(?=[_\-.\s])/;

/** The parts of the data that names begin with; `undefined` unless all names do, and with more than one: `test_1` alone may be anything. */
export function splitsInNames(files: readonly Pick<ListedFile, 'stem'>[]): CodedTexts | undefined {
  const coder = new TextCoder();
  const codes = new Uint32Array(files.length);
  for (let i = 0; i < files.length; i++) {
    const part = firstPart.exec(files[i]!.stem)?.[0];
    if (part === undefined || !isSplitWord(part)) return undefined;
    codes[i] = coder.codeOf(part);
  }
  return coder.values.length > 1 ? { values: coder.values, codes } : undefined;
}
