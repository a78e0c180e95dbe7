import { TextCoder, type CodedTexts } from '../codedTexts.ts';
import type { SaidList } from './saidList.ts';

/** What was said about the pictures at some places, in a column for each task, in the order in which the pictures have them. */
export function taskColumns(said: SaidList, places: Uint32Array): ReadonlyMap<string, CodedTexts> {
  const columns = new Map<string, { readonly coder: TextCoder; readonly codes: Uint32Array }>();
  const known: ({ readonly coder: TextCoder; readonly codes: Uint32Array } | undefined)[] = [];
  for (const [i, picture] of places.entries()) {
    for (let one = said.firstOf(picture); one !== 0; one = said.after(one)) {
      const code = said.taskCodeOf(one);
      if (known[code] === undefined) for (const task of tasksInOrder(said, picture)) open(task);
      const column = (known[code] ??= columns.get(said.taskOf(one))!);
      column.codes[i] = column.coder.codeOf(said.labelOf(one));
    }
  }
  return new Map([...columns].map(([task, { coder, codes }]) => [task, { values: coder.values, codes }]));

  function open(task: string): void {
    if (!columns.has(task)) columns.set(task, { coder: new TextCoder(), codes: new Uint32Array(places.length) });
  }
}

/** The tasks of a picture as an object has them that is made of them: numbers go first. */
function tasksInOrder(said: SaidList, picture: number): readonly string[] {
  const tasks: [string, number][] = [];
  for (let one = said.firstOf(picture); one !== 0; one = said.after(one)) tasks.push([said.taskOf(one), one]);
  return Object.keys(Object.fromEntries(tasks));
}
