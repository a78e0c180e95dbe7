import * as z from 'zod';
import { descriptorSchema } from '../core/benchmark/descriptor.ts';
import type { EventTable, RequestTable } from './messages.ts';

const nothing = z.null();
const count = z.number().int();

/** What a benchmark comes to with some descriptor. */
const effectView = z.object({
  format: z.string(),
  items: count,
  unlabelled: count,
  /** Labels in the order shown to models, with the spellings in the files that stand for each. */
  labels: z.array(
    z.object({
      label: z.string(),
      count,
      polarity: z.string(),
      spellings: z.array(z.object({ text: z.string(), count })),
    }),
  ),
  /** Words in the label column that are no label, with how often they stand there. */
  unknown: z.array(z.object({ text: z.string(), count })),
  generators: z.array(z.object({ name: z.string(), count })),
  generatorCount: count,
  scales: z.array(
    z.object({ name: z.enum(['degree', 'quality']), min: z.number(), max: z.number(), source: z.string() }),
  ),
  /** Names taken apart by the pattern in force: one for each of a few files from all over the benchmark. */
  names: z.array(z.object({ stem: z.string(), parts: z.record(z.string(), z.string()) })),
  problems: z.array(z.object({ kind: z.string(), count, text: z.string() })),
  /** What is in force: inferred, with the corrections over it. */
  descriptor: descriptorSchema,
  /** What each column of a table was taken to hold, and in words how sure that is and why. */
  judged: z.array(
    z.object({ file: z.string(), column: z.string(), role: z.string(), title: z.string(), how: z.string() }),
  ),
});

/** See {@link effectView}. */
export type EffectView = z.infer<typeof effectView>;

/** The first rows of a table of the benchmark. */
const tableSample = z.object({
  path: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.object({ line: count, cells: z.array(z.string()) })),
});

/** See {@link tableSample}. */
export type TableSample = z.infer<typeof tableSample>;

const configureInfo = z.object({
  root: z.string(),
  name: z.string(),
  formats: z.array(z.object({ id: z.string(), title: z.string() })),
  roles: z.array(z.object({ id: z.string(), title: z.string() })),
  tables: z.array(tableSample),
  /** What `.emolens/benchmark.json` says now. */
  corrected: descriptorSchema,
  effect: effectView,
});

/** See {@link configureRequests}. */
export type ConfigureInfo = z.infer<typeof configureInfo>;

/** What the page that corrects inferences may ask of the host. */
export const configureRequests = {
  info: { params: nothing, result: configureInfo },
  /** Opens the benchmark with other corrections, in memory: nothing is written. */
  preview: { params: z.object({ descriptor: descriptorSchema }), result: effectView, slow: true },
  /** Writes the corrections; the benchmark follows. */
  save: { params: z.object({ descriptor: descriptorSchema }), result: nothing },
  openFile: { params: nothing, result: nothing },
} satisfies RequestTable;

/** What the host tells that page. */
export const configureEvents = {
  /** The benchmark, or its descriptor, changed elsewhere. */
  changed: z.object({ revision: count }),
} satisfies EventTable;
