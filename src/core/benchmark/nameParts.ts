import { TextCoder, type CodedTexts } from './codedTexts.ts';
import { nameReader, type PartName } from './fileNamePattern.ts';

/** What file names say, by part, in the order of the names. */
export type PartColumns = Readonly<Record<PartName, CodedTexts>>;

const names: readonly PartName[] = ['generator', 'prompted', 'prompt', 'seed'];

/** Reads many names by a pattern, as `parseName` reads one. */
export function readNames(
  pattern: string,
  length: number,
  stemOf: (index: number) => string,
  isEmotion: (text: string) => boolean,
): PartColumns {
  const read = nameReader(pattern, isEmotion);
  const coders = names.map(() => new TextCoder());
  const codes = names.map(() => new Uint32Array(length));
  for (let i = 0; i < length; i++) {
    const parts = read(stemOf(i));
    if (parts === undefined) continue;
    for (let k = 0; k < names.length; k++) {
      const part = parts[names[k]!];
      if (part !== undefined) codes[k]![i] = coders[k]!.codeOf(part);
    }
  }
  const column = (part: PartName): CodedTexts => {
    const k = names.indexOf(part);
    return { values: coders[k]!.values, codes: codes[k]! };
  };
  return {
    generator: column('generator'),
    prompted: column('prompted'),
    prompt: column('prompt'),
    seed: column('seed'),
  };
}
