import { z } from 'zod';
import { lexiconEntrySchema } from '../affect/lexiconFile.ts';
import { framePlanSchema } from './frames.ts';
import { predictionTools } from '../predictions/predictionFile.ts';
import { protocolSchema } from './protocol.ts';
import { strategySchema } from './strategies.ts';

/** The file of another tool that a run was read from. */
const runSourceSchema = z.object({
  tool: z.enum(predictionTools),
  /** Relative to the benchmark's root, or as it was named where it lies elsewhere. */
  file: z.string(),
  /** Absent where the file is too large to hash. */
  sha256: z.string().optional(),
  /** The tool's name for the data set or task. */
  task: z.string().optional(),
  /** Replies that the file holds of this run. */
  rows: z.number().int(),
  /** Of these, the ones that belong to no item, or to one that has a reply already. */
  unmatched: z.number().int(),
  /** Records of the file that could not be read, of whatever run. */
  unread: z.number().int(),
});

/** `.emolens/runs/<run>/run.json`: all that is needed to understand or repeat a run. No secrets. */
export const runRecordSchema = z.object({
  version: z.literal(1),
  /** The run's id, which is also its folder's name: sortable by time, unique. */
  run: z.string(),
  model: z.string(),
  /** `foreign`: another tool asked it, and only its file is known. */
  modelKind: z.enum(['openai', 'baseline', 'editor', 'foreign']),
  connection: z.string().optional(),
  endpoint: z.string().optional(),
  /** The second model that reads what the answer reader cannot; absent where there is none. */
  extractor: z.object({ model: z.string(), endpoint: z.string().optional() }).optional(),
  /** Where a run was read from that another tool made; it is on disk nowhere else and cannot go on. Absent for our own. */
  source: runSourceSchema.optional(),
  /** The comparison of strategies and models that this run belongs to: the same id in each of its runs. */
  comparison: z.string().optional(),
  parameters: z.object({
    temperature: z.number().optional(),
    maxTokens: z.number().optional(),
    /** Sent to the server; decides the shuffles too where `shuffleSeed` is absent. */
    seed: z.number().optional(),
    /** Decides the shuffles and is never sent. */
    shuffleSeed: z.number().optional(),
    maxSide: z.number().optional(),
    timeoutSeconds: z.number().optional(),
    conversation: z.enum(['separate', 'one']),
    options: z.enum(['words', 'letters']),
    /** Order of the options: as in the benchmark, or shuffled for each item by the seed; fixed where absent. */
    order: z.enum(['fixed', 'shuffled']).optional(),
    /** How many orders of its options a stage is asked in; 1 where absent. More than 1 means `shuffled`. */
    orders: z.number().int().min(1).optional(),
    /** How videos are sampled; absent where the benchmark holds none. */
    frames: framePlanSchema.optional(),
    /** Version of what finds the crops of a strategy; absent where none are sent. */
    cropVersion: z.string().optional(),
  }),
  strategy: z.string(),
  /** The strategy in full, as it was asked. */
  strategyInFull: strategySchema.optional(),
  protocol: protocolSchema,
  /** SHA-256 of the protocol and strategy texts as asked. */
  promptsSha256: z.string(),
  /** Labels and scales as they were when the run was made. */
  labels: z.array(z.string()),
  polarity: z.record(z.string(), z.enum(['positive', 'neutral', 'negative', 'none'])),
  scales: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
  benchmark: z.object({ name: z.string(), fingerprint: z.string() }),
  /** What was asked: the query, and how many items it found. */
  where: z.string(),
  items: z.number().int(),
  /** How many of the found items were taken at most. */
  limit: z.number().int().optional(),
  /** The items' ids when they were picked by hand, or when the query or the limit may find others later. */
  picked: z.array(z.string()).optional(),
  readerVersion: z.string(),
  lexiconVersion: z.string(),
  /** The user's words that replies were read with, beside the built-in ones; absent where there were none. */
  lexicon: z.array(lexiconEntrySchema).optional(),
  emolensVersion: z.string(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  stopped: z.string().optional(),
});

/** See {@link runRecordSchema}. */
export type RunRecord = z.infer<typeof runRecordSchema>;
