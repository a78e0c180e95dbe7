import type { Lexicon } from '../../affect/lexicon.ts';
import type { FormatId, JudgedColumn, UnreadFiles } from '../benchmark.ts';
import type { Descriptor } from '../descriptor.ts';
import type { Listing } from '../files/listing.ts';
import type { OpenMemory } from '../openMemory.ts';
import type { Problem } from '../problem.ts';
import type { Hasher, ReadableFolder, Stop } from '../../ports.ts';
import type { EmbeddedPlace, FieldValue, RowPlace } from '../item.ts';
import type { DraftTable } from '../draftTable.ts';
import type { FileHeads } from './fileHeads.ts';

/** One picture as a format read it, before spellings are folded, numbers judged and names taken apart. */
export interface DraftItem {
  /** Path of the picture relative to the root. */
  readonly path: string;
  /** The label as written, not empty. */
  readonly label?: string;
  readonly degree?: DraftNumber;
  readonly quality?: DraftNumber;
  readonly generator?: string;
  readonly prompted?: string;
  readonly prompt?: string;
  readonly seed?: string;
  readonly split?: string;
  /** Labels as written by several raters, one entry for each rater. */
  readonly raters?: readonly string[];
  /** Labels of all tasks, as written, by the task's name, where the benchmark has several; the main one's is `label` too. */
  readonly tasks?: Readonly<Record<string, string>>;
  /** The rows that gave the labels of tasks, where they are others than `row`. */
  readonly taskRows?: Readonly<Record<string, RowPlace>>;
  readonly text?: string;
  /** Further columns that name groups, as written, by the column's name. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly media?: 'video';
  readonly embedded?: EmbeddedPlace;
  readonly row?: RowPlace;
}

/** A rating as it stands in a table. */
export interface DraftNumber {
  /** `NaN` where the text is no number. */
  readonly value: number;
  readonly written: string;
  readonly place: RowPlace;
  readonly column: string;
}

/** A table that was read, with the SHA-256 of its bytes. */
export interface ReadTableFile {
  readonly path: string;
  readonly sha256: string;
}

/** What a format read from a folder. */
export interface FormatReading {
  /** All items, in columns. */
  readonly table: DraftTable;
  readonly problems: readonly Problem[];
  readonly tables: readonly ReadTableFile[];
  /** The label set where the data declares one (as written): a word that means none of it is unknown. */
  readonly classes?: readonly string[];
  /** The same for tasks, by their names. */
  readonly taskClasses?: Readonly<Record<string, readonly string[]>>;
  /** Columns that were found, by their name in the header. */
  readonly columns?: Descriptor['columns'];
  /** How sure that is, and what else the columns hold. */
  readonly judged?: readonly JudgedColumn[];
  readonly unread?: UnreadFiles;
  /** True where people gave the labels, so that an emotion in a file name is the prompted one; else it is the label. */
  readonly hasPerceivedLabels: boolean;
}

/** What a format needs to read a folder. */
export interface FormatContext {
  readonly folder: ReadableFolder;
  readonly listing: Listing;
  /** How files begin, as it was read to find out which format this is. */
  readonly heads: FileHeads;
  /** What a person corrected. */
  readonly corrected: Descriptor;
  readonly lexicon: Lexicon;
  readonly hasher: Hasher;
  /** When it is aborted, what is read comes to nothing, and reading may end anywhere. */
  readonly signal?: Stop | undefined;
  /** What was read last time. */
  readonly memory?: OpenMemory | undefined;
}

/** One way in which a benchmark can be laid out. */
export interface Format {
  readonly id: Exclude<FormatId, 'none'>;
  /**
   * How sure it is, from the names of the files alone: 0 not this format, 1 surely this one, less than {@link sureEnough} only
   * when a person says that the folder is a benchmark.
   */
  recognise(listing: Listing, lexicon: Lexicon): number;
  /**
   * How sure it is once it has seen how files begin; asked only where {@link recognise}, which is then the most it can be, is
   * above 0 and above what is known of the others. Left out by formats that names tell apart.
   */
  confirm?(listing: Listing, heads: FileHeads, lexicon: Lexicon): Promise<number>;
  read(context: FormatContext): Promise<FormatReading>;
}

/** From here on a folder counts as a benchmark without anyone saying so. */
export const sureEnough = 0.5;
