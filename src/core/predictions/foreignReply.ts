import type { Failure } from '../models/failure.ts';
import type { Usage } from '../models/model.ts';
import type { FileError, Hasher, ReadableFolder } from '../ports.ts';
import type { PictureHash } from './pictureHash.ts';

/** What the tool itself made of a reply, as its file says. Untrusted text. */
export interface TheirReading {
  /** The answer that it took out of the reply, as written. */
  readonly extracted?: string;
  /** Whether it counted it as right. */
  readonly right?: boolean;
  /** How, in its own words. */
  readonly how?: string;
}

/** The options of a question as a file shows them, before their texts are held against the labels of the benchmark. */
export interface ForeignOptions {
  readonly style: 'words' | 'letters';
  readonly texts: readonly string[];
}

/** One reply of a prediction file, in the same words for all tools. What the file does not say is absent. */
export interface ForeignReply {
  /** The file it stands in, where that is not the one that is read (the error file of a batch). */
  readonly file?: string;
  /** Physical line; in a sheet the row, in an archive or a list the place of the record, counted from 1. */
  readonly line: number;
  /** Names of its picture, the surest first: paths, URLs, file names. */
  readonly pictures: readonly string[];
  /** Names of its item that may be no more than a number. */
  readonly ids: readonly string[];
  /** The `index` of the row of VLMEvalKit's table that was asked, the surest first. */
  readonly indexes?: readonly string[];
  /** The picture itself, where the file holds it. */
  readonly image?: PictureHash;
  /** Which question of several it answers; absent where the file knows one. */
  readonly stage?: string;
  /** What tells this reply's run from others in the same file: model, prompt, epoch. */
  readonly group?: string;
  readonly model?: string;
  readonly question?: string;
  readonly options?: ForeignOptions;
  /** The right answer as the file has it: a letter, or a text. */
  readonly target?: string;
  readonly reply?: string;
  readonly reasoning?: string;
  readonly refusal?: string;
  readonly finish?: string;
  /** There was no reply. */
  readonly failure?: Pick<Failure, 'kind' | 'detail' | 'httpStatus'>;
  readonly theirs?: TheirReading;
  readonly usage?: Usage;
  readonly costUsd?: number;
  readonly latencyMs?: number;
  readonly attempts?: number;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** ISO 8601. */
  readonly at?: string;
}

/** What a file says of all its replies. */
export interface ForeignHead {
  readonly model?: string;
  /** The tool's name for the data set or task. */
  readonly task?: string;
  readonly startedAt?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

/** A place of a prediction file that could not be read; reading went on behind it. `detail` in a few words of the format. */
export interface BadReply {
  readonly file?: string;
  readonly line: number;
  readonly detail: string;
}

/** What reading a prediction file needs. */
export interface ReplySource {
  readonly folder: ReadableFolder;
  readonly path: string;
  readonly hasher: Hasher;
  /** Files of the same folder by name. */
  readonly beside: () => Promise<readonly string[]>;
}

/** What a reader gives: replies one at a time, and beside them what is broken. */
export interface ReplySink {
  reply(reply: ForeignReply): Promise<void>;
  bad(bad: BadReply): void;
  failed(error: FileError): void;
}

/** Reads the replies of one tool's file. Never throws: what is broken goes to the sink. */
export type ReplyReader = (source: ReplySource, sink: ReplySink) => Promise<ForeignHead>;
