import { isSplitWord, nameFit } from '../columnNames.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import type { RecordVisitor } from './jsonRecords.ts';
import { parsedJson, scanMembers } from './jsonRecordScan.ts';
import { jsonMembers, type JsonMembers } from './jsonSpans.ts';

type LineOf = (offset: number) => number;

/**
 * The records of an object whose members each hold one group: parts of the data by their names (`{"train": [{...}], "test": [{...}]}`), or pictures by what they
 * show (`{"happy": ["a.png"], "sad": ["b.png"]}`). Each record has the name of its group for a key. False for any other object, of which nothing is visited.
 */
export function visitGroups(text: string, top: JsonMembers, lineOf: LineOf, visitor: RecordVisitor): boolean {
  if (visitParts(text, top, lineOf, visitor)) return true;
  const lists = top.members.filter(({ start }) => text[start] === '[');
  const areParts = lists.length > 1 && lists.every(({ key }) => isSplitWord(key ?? ''));
  const areGroups = lists.length === top.members.length && lists.length > 1 && holdPictures(text, lists);
  if (!areParts && !areGroups) return false;
  for (const { key, start } of lists) {
    scanMembers(text, start, {
      member: ({ at }, value) => visitor.record(value, lineOf(at), key),
      bad: (at) => visitor.bad(lineOf(at)),
    });
  }
  return true;
}

/** Maps from pictures to what they show, for each part of the data: `{"train": {"a.png": "happy"}, "test": {"b.png": {"label": "sad"}}}`. */
function visitParts(text: string, top: JsonMembers, lineOf: LineOf, visitor: RecordVisitor): boolean {
  const parts = top.members.filter(({ key, start }) => text[start] === '{' && isSplitWord(key ?? ''));
  if (parts.length === 0 || parts.length < top.members.length) return false;
  const isMap = ({ start }: { readonly start: number }) =>
    isMapOfPictures(jsonMembers(text, start)?.members.map(({ key }) => key) ?? []);
  if (!parts.every(isMap)) return false;
  for (const { key: split, start } of parts) {
    scanMembers(text, start, {
      member: ({ key, at }, value) => {
        const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };
        visitor.record({ split, ...said }, lineOf(at), key);
      },
      bad: (at) => visitor.bad(lineOf(at)),
    });
  }
  return true;
}

const sampled = 20;
/** Signs in which the first element of a list begins. */
const beginning = 200;

/** Whether the lists have names of pictures in them alone, and are no columns of such names. */
function holdPictures(text: string, lists: JsonMembers['members']): boolean {
  // A look at how lists begin tells most of them, without a pass over all that is in them.
  if (lists.some(({ start }) => !/^\[\s*["\]]/.test(text.slice(start, start + beginning)))) return false;
  if (lists.some(({ key }) => nameFit(key ?? '', 'image') > 0)) return false;
  let pictures = 0;
  let all = 0;
  for (const { start } of lists) {
    const members = jsonMembers(text, start)?.members ?? [];
    if (members.some((member) => text[member.start] !== '"')) return false;
    const values = members.slice(0, sampled).map((one) => parsedJson(text.slice(one.start, one.end))?.value);
    all += values.length;
    pictures += values.filter((value) => typeof value === 'string' && looksLikePicture(value)).length;
  }
  return all > 0 && pictures * 10 >= all * 9;
}

/** Whether an object is a map from pictures to what they show: neither one record nor columns. */
export function isMapOfPictures(keys: readonly (string | undefined)[]): boolean {
  const pictures = keys.filter((key) => key !== undefined && looksLikePicture(key));
  return keys.length > 0 && pictures.length * 2 > keys.length;
}
