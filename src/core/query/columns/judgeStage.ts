import { outcomeKind } from '../../evaluation/outcome.ts';
import { standingOf, standings } from '../../review/standing.ts';
import type { Turns } from '../../turns.ts';
import type { StageColumns } from './stageColumns.ts';
import type { StageTruth } from './stageTruth.ts';

/** What the stages of a run come to for each item; see `RunColumns`. */
export interface Words {
  readonly word: Uint8Array;
  readonly standing: Uint8Array;
}

/** Items whose truth is looked up one by one between two turns of others. */
const textsAtOnce = 2048;

const answered = codeOfKind('answered');
const skipped = codeOfKind('skipped');
const [rightStanding, wrongStanding] = [standings.indexOf('right') + 1, standings.indexOf('wrong') + 1];
/** By code of a kind: the standing where there is no truth. */
const standingsOfKinds = Uint8Array.of(
  0,
  ...outcomeKind.options.map((kind) => standings.indexOf(standingOf({ kind }, undefined)) + 1),
);

/**
 * Holds all that a stage said against its truth at once, as `isRight` and `standingOf` do for one outcome. `labelCodes` are those of
 * the stage's labels, `mine` is the stage's number among the words, and `givesWay` has 0 for each number of a stage whose word
 * stays.
 */
export function* judgeStage(
  columns: StageColumns,
  truth: StageTruth,
  labelCodes: ReadonlyMap<string, number>,
  words: Words,
  { mine, givesWay }: { readonly mine: number; readonly givesWay: Uint8Array },
): Turns<void> {
  const wanted = yield* wantedLabels(truth, columns.kinds.length, labelCodes);
  judge(columns, wanted);
  yield;
  speak(columns, words, mine, givesWay);
  yield;
}

/** By place the code of the label that would be right: 0 where there is no truth, -1 where nobody answered so. */
function* wantedLabels(
  { at, coded }: StageTruth,
  length: number,
  labelCodes: ReadonlyMap<string, number>,
): Turns<Int32Array> {
  const codeOf = (word: string | undefined): number => (word === undefined ? 0 : (labelCodes.get(word) ?? -1));
  const wanted = new Int32Array(length);
  if (coded !== undefined) {
    fill(wanted, coded.codes, Int32Array.from(coded.words, codeOf));
    return wanted;
  }
  for (let place = 0; place < length; place++) {
    wanted[place] = codeOf(at(place));
    if (place % textsAtOnce === 0) yield;
  }
  return wanted;
}

function fill(wanted: Int32Array, codes: Uint16Array | Uint32Array, ofCodes: Int32Array): void {
  for (let place = 0; place < wanted.length; place++) wanted[place] = ofCodes[codes[place]!]!;
}

function judge({ kinds, labels, rights }: StageColumns, wanted: Int32Array): void {
  for (let place = 0; place < kinds.length; place++) {
    const kind = kinds[place]!;
    const label = wanted[place]!;
    if (kind === 0 || kind === skipped || label === 0) rights[place] = 0;
    else rights[place] = kind === answered && labels[place] === label ? 1 : 2;
  }
}

function speak({ kinds, rights }: StageColumns, { word, standing }: Words, mine: number, givesWay: Uint8Array): void {
  for (let place = 0; place < kinds.length; place++) {
    const kind = kinds[place]!;
    const right = rights[place]!;
    if (kind === 0 || givesWay[word[place]!] === 0) continue;
    word[place] = mine;
    if (kind !== answered || right === 0) standing[place] = standingsOfKinds[kind]!;
    else standing[place] = right === 1 ? rightStanding : wrongStanding;
  }
}

function codeOfKind(kind: (typeof outcomeKind.options)[number]): number {
  return outcomeKind.options.indexOf(kind) + 1;
}
