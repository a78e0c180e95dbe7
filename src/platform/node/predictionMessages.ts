import type { FileError } from '../../core/ports.ts';
import type { BadReply, ForeignReply } from '../../core/predictions/foreignReply.ts';
import type { ReadReplies, RepliesFile } from '../../core/predictions/predictionReader.ts';
import type { WantedRows } from '../../core/predictions/tableRows.ts';
import type { Result } from '../../core/result.ts';

/** What the worker is asked to read; `root` is the path of the folder. Several jobs may be under way: one may be asked for while another is taken in. */
export type PredictionJob =
  | ({ readonly do: 'replies'; readonly root: string } & Omit<RepliesFile, 'folder'>)
  | { readonly do: 'rows'; readonly root: string; readonly wanted: WantedRows };

/** `more`: a piece of this job was taken in. */
export type PredictionRequest = { readonly job: number } & (PredictionJob | { readonly do: 'more' });

/** A piece of a job, then its end. JSON is made into objects much quicker than what threads send each other as such. */
export type PredictionReply =
  | { readonly job: number; readonly is: 'piece'; readonly json: string }
  | { readonly job: number; readonly is: 'end'; readonly read?: Result<ReadReplies, FileError> };

/** What a piece of replies holds, in its order; one of rows holds `TableRows`. */
export type ReplyEvent = readonly ['reply', ForeignReply] | readonly ['bad', BadReply] | readonly ['failed', FileError];

/** So many pieces are under way at most, so that neither side waits for the other, nor is a file held as a whole. */
export const piecesAhead = 3;
