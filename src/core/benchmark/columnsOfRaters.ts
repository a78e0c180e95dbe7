import { normaliseForm } from '../affect/foldText.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { columnWords, isPredictionName, isTaskName, nameFit } from './columnNames.ts';
import type { ColumnProfile } from './columnProfile.ts';
import { isEmotionWord } from './labelFolding.ts';

/** A column of numbers that is called by an emotion. */
export interface VoteColumn {
  readonly column: ColumnProfile;
  readonly emotion: string;
}

/** Members of a dict of votes by what they count, whatever words these are, where one of them is an emotion. */
function votesInDict(columns: readonly ColumnProfile[], lexicon: Lexicon): readonly VoteColumn[] {
  const votes = columns.flatMap((column): readonly VoteColumn[] => {
    const [, emotion] = /^(?:[^]*\.)?votes?\.([^]+)$/i.exec(column.name) ?? [];
    return emotion === undefined || (column.numbers < 0.9 && !isFlag(column)) ? [] : [{ column, emotion }];
  });
  return votes.some(({ emotion }) => isEmotionWord(emotion, lexicon)) ? votes : [];
}

/**
 * The columns that count votes: all members of a dict that is called so, or those of three or more emotions, or of two in one dict, were it of one where
 * the dict is called `counts`; or those of a polarity.
 */
export function voteColumns(columns: readonly ColumnProfile[], lexicon: Lexicon): readonly VoteColumn[] {
  const told = votesInDict(columns, lexicon);
  if (told.length > 0) return told;
  const called = columns.flatMap((column) => {
    const emotion = columnWords(column.name).findLast((word) => isEmotionWord(word, lexicon));
    return emotion === undefined || (column.numbers < 0.9 && !isFlag(column)) ? [] : [{ column, emotion }];
  });
  const concepts = (of: readonly VoteColumn[]) =>
    new Set(of.map(({ emotion }) => lexicon.byForm.get(normaliseForm(emotion)))).size;
  // `image: anger` and `title: anger` are votes on two things: those of one thing count.
  const byRest = grouped(called, ({ column, emotion }) => restOf(column.name, emotion));
  const whole = [...byRest.values()].filter((inner) => concepts(inner) >= 3);
  if (whole.length > 1) return whole[0]!;
  if (concepts(called) >= 3) return called;
  // Two columns of nothing but 0 and 1 say which of two classes it is.
  const areFlags = called.length === 2 && called.every(({ column }) => isFlag(column) && column.distinct.size === 2);
  if (concepts(called) === 2 && areFlags) return called;
  const polarities = polarityColumns(columns);
  if (polarities.length > 0 && called.every(({ column }) => polarities.some((one) => one.column === column)))
    return polarities;
  const byDict = grouped(called, ({ column }) => outerName(column.name));
  return [...byDict].flatMap(([outer, inner]) => {
    const isCalled = /(?:^|\.)(?:votes?|counts?)$/i.test(outer ?? '');
    return outer !== undefined && (isCalled || concepts(inner) >= 2) ? inner : [];
  });
}

const polarityNames: readonly (readonly [polarity: string, name: RegExp])[] = [
  ['positive', /^pos(?:itive)?$/],
  ['negative', /^neg(?:ative)?$/],
  ['neutral', /^neu(?:tral)?$/],
  ['mixed', /^mixed$/],
];

/** Columns called `positive`, `negative` and `neutral` that hold numbers, or the first two where they hold flags: a scale of each of these alone is no vote. None beside words for emotions, of which they are measures. */
function polarityColumns(columns: readonly ColumnProfile[]): readonly VoteColumn[] {
  if (columns.some(({ emotions }) => emotions >= 0.5)) return [];
  const found = columns.flatMap((column): VoteColumn[] => {
    const words = columnWords(column.name);
    const [polarity] = polarityNames.find(([, name]) => words.some((word) => name.test(word))) ?? [];
    return polarity === undefined || (column.numbers < 0.9 && !isFlag(column)) ? [] : [{ column, emotion: polarity }];
  });
  const named = new Set(found.map(({ emotion }) => emotion));
  const isOnce = named.size === found.length && named.has('positive') && named.has('negative');
  return isOnce && (named.has('neutral') || found.every(({ column }) => isFlag(column))) ? found : [];
}

/** 0 and 1, or `True` and `False`, as pandas writes which class a row is of. */
function isFlag({ distinct }: ColumnProfile): boolean {
  return distinct.size > 0 && [...distinct].every((text) => /^(?:[01](?:\.0+)?|true|false)$/i.test(text));
}

/** Columns whose names are alike but for a number, two or more each. */
export function alikeColumns(columns: readonly ColumnProfile[]): readonly (readonly ColumnProfile[])[] {
  const numbered = columns.filter(({ name, filled }) => /\d/.test(name) && filled > 0);
  const stems = grouped(numbered, ({ name }) => name.replace(/\d+/, '#'));
  return [...stems.values()].filter((alike) => alike.length > 1);
}

/** Fewer columns than this with a word each may be anything about one picture. */
const fewestPeople = 3;
const longestWord = 40;

/** The options of a question, and emotions by their rank. */
function isRankName(name: string): boolean {
  return (
    name.trim().length < 2 ||
    columnWords(name).some((word) =>
      /^(?:options?|choices?|candidates?|distractors?|top|rank|main|primary|secondary|tertiary|first|second|third|before|after)\d*$/.test(
        word,
      ),
    )
  );
}

/** Columns of words for emotions in one dict, or all those of a table where they are three or more, under names that say nothing else, which are those of people: `{"anna": "happy", "ben": "sad"}`. */
export function peopleColumns(columns: readonly ColumnProfile[]): readonly (readonly ColumnProfile[])[] {
  const byDict = grouped(columns, ({ name }) => outerName(name));
  const isSaid = ({ name }: ColumnProfile) =>
    nameFit(name, 'label') > 0 || nameFit(name, 'prompted') > 0 || isTaskName(name);
  const isOfPerson = (column: ColumnProfile) =>
    column.emotions >= 0.5 && column.lists < 0.5 && column.length <= longestWord && !isSaid(column);
  const inDicts = [...byDict]
    .filter(([outer, inner]) => outer !== undefined && inner.length > 1 && inner.every(isOfPerson))
    .map(([, inner]) => inner);
  const wordy = columns.filter(({ emotions, lists }) => emotions >= 0.5 && lists < 0.5);
  const areAlone =
    wordy.length >= fewestPeople &&
    wordy.every((column) => isOfPerson(column) && !isPredictionName(column.name) && !isRankName(column.name));
  return areAlone && inDicts.length === 0 ? [wordy] : inDicts;
}

/** What a name says beside the emotion. */
function restOf(name: string, emotion: string): string {
  return columnWords(name)
    .filter((word) => word !== emotion)
    .join(' ');
}

/** The name of the dict in which a column's values stood. */
function outerName(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : undefined;
}

function grouped<One, Key>(all: readonly One[], keyOf: (one: One) => Key): ReadonlyMap<Key, readonly One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
