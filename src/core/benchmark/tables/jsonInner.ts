import { looksLikePicture } from '../files/pictureFinder.ts';
import { isMapOfPictures } from './jsonGroups.ts';
import { jsonMembers, type JsonMembers } from './jsonSpans.ts';

/** An object with more members than this is a map of records itself. */
const mostMembers = 64;
/** Levels of objects that programs put around their records. */
const deepest = 3;
/** Records that are looked at. */
const sampled = 20;

/**
 * Where the only list or map of records inside an object opens, whatever stands beside it: `{"info": {...}, "annotations": {"a.png": {...}}}`,
 * `{"data": {"items": [{"file": "a.png"}]}}`. `undefined` where there is none, or more than one.
 */
export function innerRecords(text: string, top: JsonMembers): number | undefined {
  const found = recordsBelow(text, top, deepest);
  return found.length === 1 ? found[0] : undefined;
}

function recordsBelow(text: string, { members }: JsonMembers, depth: number): readonly number[] {
  if (members.length > mostMembers) return [];
  return members.flatMap(({ start }) => {
    const inner = text[start] === '{' || text[start] === '[' ? jsonMembers(text, start) : undefined;
    if (inner === undefined) return [];
    const isMap = inner.kind === 'object' && isMapOfPictures(inner.members.map(({ key }) => key));
    if (isMap || holdsRecords(text, inner)) return [start];
    return inner.kind === 'object' && depth > 1 ? recordsBelow(text, inner, depth - 1) : [];
  });
}

/** One object alone in another one is a part of a record. */
function holdsRecords(text: string, { kind, members }: JsonMembers): boolean {
  if (members.length < (kind === 'array' ? 1 : 2)) return false;
  return members.slice(0, sampled).every(({ start }) => {
    const inner = text[start] === '{' ? jsonMembers(text, start) : undefined;
    return inner !== undefined && namesPicture(text, inner);
  });
}

/** Whether an object names a picture. Members of inner objects are columns, too: `{"img": {"path": "a.png"}}`. */
export function namesPicture(text: string, { members }: JsonMembers, depth = 1): boolean {
  return members.some(({ start, end }) => {
    if (text[start] === '"') return looksLikePicture(text.slice(start + 1, end - 1));
    const inner = text[start] === '{' && depth < deepest ? jsonMembers(text, start) : undefined;
    return inner !== undefined && namesPicture(text, inner, depth + 1);
  });
}
