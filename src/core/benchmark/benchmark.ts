import type { TableRole } from './columnNames.ts';
import type { RoleReason } from './columnRoles.ts';
import type { Descriptor } from './descriptor.ts';
import type { ItemTable } from './itemTable.ts';
import type { Problem } from './problem.ts';

/** Every way in which a benchmark can be laid out, by the name that `inspect` and the descriptor use. */
export const formatIds = [
  'memo-bench',
  'class-folders',
  'image-folder',
  'emoset',
  'eemo-bench',
  'llava',
  'emobench-m',
  'vlmevalkit',
  'label-studio',
  'fiftyone',
  'coco',
  'yolo',
  'frame-lists',
  'openai-batch',
  'table',
] as const;

/** The formats that open; `none` where the folder holds nothing that is recognised: it opens empty, with a problem that says so. */
export type FormatId = (typeof formatIds)[number] | 'none';

/** Lowest and highest value of a rating; read from the data unless the descriptor declares them. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly source: 'data' | 'descriptor';
}

/** What a column of a table was taken to hold, and how that was found out. */
export interface JudgedColumn {
  /** The table, relative to the root. */
  readonly file: string;
  readonly column: string;
  readonly role: TableRole;
  /** 0 to 1, see `ColumnGuess`. */
  readonly sure: number;
  readonly why: RoleReason;
}

/** Files that say more of the pictures and were left out. */
export interface UnreadFiles {
  /** All of them in one name: `annotation/*.json`. */
  readonly files: string;
  readonly count: number;
}

/** A benchmark as it was opened: items in natural order of their id, with what is wrong beside them. Immutable. */
export interface Benchmark {
  readonly name: string;
  readonly format: FormatId;
  readonly items: ItemTable;
  /** Label set in the order shown to models: canonical emotions first in their fixed order, others by name. */
  readonly labels: readonly string[];
  readonly generators: readonly string[];
  readonly scales: { readonly degree?: Scale; readonly quality?: Scale };
  /** What was inferred, merged with what `.emolens/benchmark.json` corrects. */
  readonly descriptor: Descriptor;
  readonly problems: readonly Problem[];
  /** Hash over the tables' bytes and the images' names and sizes: changes when the benchmark does. */
  readonly fingerprint: string;
  /** What the columns of its tables were taken to hold, for formats that infer it. */
  readonly judged?: readonly JudgedColumn[];
  /** What was left out because something else tells the emotions, and reading it would take long. */
  readonly unread?: UnreadFiles;
  /** Files with predictions of other tools, relative to the root: runs are read from them when they are asked for, and no items. */
  readonly predictions?: readonly string[];
}
