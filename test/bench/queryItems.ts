import type { Item } from '../../src/core/benchmark/item.ts';
import type { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import type { Outcome } from '../../src/core/evaluation/outcome.ts';
import { columnsOfRun } from '../../src/core/query/columns/readColumns.ts';
import type { RunColumns } from '../../src/core/query/columns/runColumns.ts';
import { workedOff } from '../../src/core/turns.ts';
import { pacer } from '../../src/platform/node/pacer.ts';
import { recordOf } from '../unit/scoring/scoreKit.ts';
import { longReplies } from './readerReplies.ts';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

/** Items with a field of every kind: few words, numbers, and texts of which no two are equal. */
export function* madeItems(count: number): Generator<Item> {
  for (let i = 0; i < count; i++) {
    const label = labels[(i * 7 + (i >> 3)) % labels.length]!;
    const id = `dataset/part-${i % 9}/portrait_${String(i).padStart(7, '0')}_${label}.png`;
    const shuffled = (i * 7919) % count;
    yield {
      id,
      path: id,
      label,
      generator: `generator-${i % 12}`,
      prompt: String(i % 800),
      seed: String(i % 40),
      split: i % 10 === 0 ? 'test' : 'train',
      degree: 1 + ((i * 37) % 401) / 100,
      quality: 1 + ((i * 53) % 401) / 100,
      ...(i % 50 !== 7 && { text: `A portrait of somebody ${label}, number ${shuffled} of the whole lot` }),
      fields: { camera: 'abc'[i % 3]!, serial: String(shuffled), remark: `seen ${shuffled % 977} times, ${i}` },
    };
  }
}

/** A run with an outcome for each item, read into columns in turns. */
export async function madeRun(table: ItemTable, model: string, at: number): Promise<RunColumns> {
  const long = longReplies(60).map(({ reply }) => reply);
  const outcomes = {
    *values(): MapIterator<ReadonlyMap<string, Outcome>> {
      for (let i = 0; i < table.length; i++) yield new Map([['emotion', outcomeOf(table.idAt(i), i, at, long)]]);
      return undefined;
    },
  } as unknown as ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
  return workedOff(columnsOfRun({ record: recordOf({ run: model, model }), outcomes }, table), pacer());
}

function outcomeOf(item: string, i: number, at: number, long: readonly string[]): Outcome {
  const label = labels[(i * 5 + at + (i >> 4)) % labels.length]!;
  const refused = i % 50 === at;
  const said =
    i % 10 === 9
      ? `${i} ${long[i % long.length]!}`
      : `Portrait ${i} looks ${label}${i % 97 === 0 ? ', nearly crying' : ''}.`;
  return {
    version: 1,
    item,
    run: at === 0 ? 'first' : 'second',
    stage: 'emotion',
    kind: refused ? 'refused' : 'answered',
    ...(refused ? { reply: 'I cannot help with that.' } : { label, reply: said }),
    at: '2026-11-22T13:15:02.000Z',
  };
}
