import { emotionCodes } from '../../affect/words/emotionCodes.ts';
import { codedFrom, type CodedTexts } from '../codedTexts.ts';
import type { ListedFile } from '../files/listing.ts';

const sampleSize = 2000;
/** Fewer emotions than this at one place of the names may be there by chance. */
const fewestConcepts = 4;
/** Parts of a name that are looked at, from each end. */
const mostParts = 6;

type Extract = (stem: string) => string | undefined;

/** The codes for emotions in names such as `1001_DFA_ANG_XX`, `KA.AN1.39` and `AF01ANHL`; `undefined` where nearly all names have none at one place. */
export function codesInNames(files: readonly Pick<ListedFile, 'stem'>[]): CodedTexts | undefined {
  const extract = codePlace(files);
  return extract && codedFrom(files.length, (i) => extract(files[i]!.stem));
}

/** Whether names have codes for emotions at one place. */
export function haveNamesCodes(files: readonly Pick<ListedFile, 'stem'>[]): boolean {
  return codePlace(files) !== undefined;
}

function codePlace(files: readonly Pick<ListedFile, 'stem'>[]): Extract | undefined {
  const step = Math.max(1, Math.floor(files.length / sampleSize));
  const sample: string[] = [];
  for (let i = 0; i < files.length; i += step) sample.push(files[i]!.stem);
  // A place at which the first names have nothing like a code is not looked at in the others.
  const first = sample.slice(0, 20);
  const isLikely = (extract: Extract) =>
    first.filter((stem) => extract(stem) !== undefined).length * 5 >= first.length * 4;
  return places.filter(isLikely).find((extract) => holdsCodes(sample.map(extract)));
}

function holdsCodes(values: readonly (string | undefined)[]): boolean {
  const distinct = new Set(values.filter((value) => value !== undefined));
  const codes = distinct.size > 60 ? undefined : emotionCodes(distinct);
  if (codes === undefined || new Set(codes.values()).size < fewestConcepts) return false;
  return (
    values.filter((value) => value !== undefined && codes.has(value.toLowerCase())).length * 20 >= values.length * 19
  );
}

/** A part as it is, before a number (with a few letters behind it), or between a number and up to two letters. */
const shapes: readonly RegExp[] = [
  /^([A-Za-z]{2,3})$/,
  /^([A-Za-z]{1,3})\d+[A-Za-z]{0,3}$/,
  /\d([A-Za-z]{2,3})$/,
  /\d([A-Za-z]{2})[A-Za-z]{1,2}$/,
];

const places: readonly Extract[] = Array.from({ length: mostParts * 2 }, (_, i) => i).flatMap((i) =>
  shapes.map((shape): Extract => (stem) => {
    const parts = stem.split(/[_\-\s.+]+/);
    const part = parts.at(i < mostParts ? i : mostParts - 1 - i);
    return part === undefined ? undefined : shape.exec(part)?.[1];
  }),
);
