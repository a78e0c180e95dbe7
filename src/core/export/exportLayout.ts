import type { Benchmark } from '../benchmark/benchmark.ts';
import type { Item } from '../benchmark/item.ts';
import type { ExportQuestion } from './exportQuestions.ts';

/** The layouts that a benchmark can be exported in, by the names that `inspect` has for them. */
export const exportFormatIds = ['image-folder', 'vlmevalkit', 'fiftyone', 'label-studio', 'llava'] as const;

/** One of {@link exportFormatIds}. */
export type ExportFormatId = (typeof exportFormatIds)[number];

/** Why an item has no place in a layout: it has no label to learn from, or the layout has pictures inside its table, and it is a video, or no picture at all. */
export type LeftOutReason = 'noLabel' | 'video' | 'noPicture';

/** An item on its way out. */
export interface ExportEntry {
  readonly item: Item;
  /** Where its picture stands in the export, relative to its root. */
  readonly place: string;
  /** What is asked about it, the main question first; a benchmark with several tasks asks one for each. */
  readonly questions: readonly ExportQuestion[];
  /** The picture, where the layout holds it inside its table. */
  readonly bytes?: Uint8Array;
}

/** What all rows of an export share. */
export interface ExportSetting {
  readonly benchmark: Pick<Benchmark, 'name' | 'labels' | 'scales'>;
  /** Names of all tasks, in order, with the labels of each. */
  readonly tasks: ReadonlyMap<string, readonly string[]>;
  /** Which kinds of media there are. */
  readonly media: ReadonlySet<'image' | 'video'>;
  /** The task whose labels are those of the items, where there is one among the tasks. */
  readonly mainTask?: string;
  /** Names of further columns, in order. */
  readonly fields: readonly string[];
  /** Most options that a question has. */
  readonly mostOptions: number;
}

/** A file that stands beside the table. */
export interface ExportExtra {
  readonly path: string;
  readonly text: string;
}

/** One way to lay an export out: one table that is written row by row, with the pictures beside it. */
export interface ExportLayout {
  readonly id: ExportFormatId;
  /** The table's path. */
  readonly table: string;
  /** Folder that pictures go in, with a slash behind it; empty for the root, where they keep their paths. */
  readonly pictures: string;
  /** True where pictures are told apart by their names without extension. */
  readonly uniqueStems?: boolean;
  /** True where its rows hold questions. */
  readonly asks?: boolean;
  readonly leavesOut: (item: Item) => LeftOutReason | undefined;
  readonly begin: (setting: ExportSetting) => string;
  /** The rows of one item, without what stands between items. `first`: number of its first row. */
  readonly rows: (entry: ExportEntry, setting: ExportSetting, first: number) => readonly string[];
  readonly between: string;
  readonly end: string;
  /** A further table, of which rows are written in the same way. */
  readonly beside?: Pick<ExportLayout, 'table' | 'begin' | 'rows' | 'between' | 'end'> & {
    /** Whether it has anything to say of an item. */
    readonly says: (item: Item) => boolean;
  };
  readonly extras?: (setting: ExportSetting) => readonly ExportExtra[];
}
