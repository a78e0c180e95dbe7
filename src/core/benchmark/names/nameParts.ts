import { TextCoder, type CodedTexts } from '../codedTexts.ts';
import { nameOrCopyReader } from './copiesOfNames.ts';
import type { PartName } from './fileNamePattern.ts';
import type { ListedFile } from '../files/listing.ts';
import { placesBefore } from '../files/placesBefore.ts';

/** What file names say, by part, in the order of the names. */
export type PartColumns = Readonly<Record<PartName, CodedTexts>>;

const names: readonly PartName[] = ['generator', 'prompted', 'prompt', 'seed'];

/** Names as they were read last. */
export interface KeptNames {
  /** What reading a name depends on beside itself. */
  readonly key: string;
  readonly files: readonly ListedFile[];
  readonly parts: PartColumns;
}

/**
 * Reads the names of many files by a pattern, as `parseName` reads one; copies say what their originals say. Names that were read `before` are not read again; `key` stands for all
 * that reading them depends on.
 */
export function readNames(
  pattern: string,
  files: readonly ListedFile[],
  isEmotion: (text: string) => boolean,
  { key, before }: { readonly key: string; readonly before?: KeptNames | undefined } = { key: '' },
): KeptNames {
  const read = nameOrCopyReader(pattern, isEmotion);
  const kept = before?.key === key ? before : undefined;
  const was = kept && placesBefore(kept.files, files);
  const columns = names.map((name) => new PartBuilder(files.length, kept?.parts[name]));
  const [generator, prompted, prompt, seed] = columns as [PartBuilder, PartBuilder, PartBuilder, PartBuilder];
  for (let i = 0; i < files.length; i++) {
    const old = was === undefined ? -1 : was[i]!;
    if (old !== -1) {
      for (const column of columns) column.takeOver(i, old);
      continue;
    }
    const parts = read(files[i]!.stem);
    if (parts === undefined) continue;
    generator.set(i, parts.generator);
    prompted.set(i, parts.prompted);
    prompt.set(i, parts.prompt);
    seed.set(i, parts.seed);
  }
  const parts = {
    generator: generator.finished,
    prompted: prompted.finished,
    prompt: prompt.finished,
    seed: seed.finished,
  };
  return { key, files, parts };
}

/** One part of all names. Texts get their codes in the order of the names, whether they are read or taken over. */
class PartBuilder {
  readonly #coder = new TextCoder();
  readonly #codes: Uint32Array;
  readonly #before: CodedTexts | undefined;
  readonly #codeOfBefore: Uint32Array;

  constructor(length: number, before: CodedTexts | undefined) {
    this.#codes = new Uint32Array(length);
    this.#before = before;
    this.#codeOfBefore = new Uint32Array((before?.values.length ?? 0) + 1);
  }

  get finished(): CodedTexts {
    return { values: this.#coder.values, codes: this.#codes };
  }

  set(at: number, text: string | undefined): void {
    if (text !== undefined) this.#codes[at] = this.#coder.codeOf(text);
  }

  takeOver(at: number, old: number): void {
    const before = this.#before!;
    const code = before.codes[old]!;
    if (code === 0) return;
    if (this.#codeOfBefore[code] === 0) this.#codeOfBefore[code] = this.#coder.codeOf(before.values[code - 1]!);
    this.#codes[at] = this.#codeOfBefore[code]!;
  }
}
