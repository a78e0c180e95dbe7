import { polarityTable, type PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { eachBounded } from '../benchmark/boundedParallel.ts';
import { base64Picture } from '../benchmark/embedded/base64.ts';
import type { Item, Items } from '../benchmark/item.ts';
import type { Protocol } from '../evaluation/protocol.ts';
import type { ProtocolError } from '../evaluation/resolveProtocol.ts';
import { base64Of } from '../models/openAiDataUri.ts';
import type { FileError, NewFolder, NewText, ReadableFolder } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';
import { type Turns, workedOff } from '../turns.ts';
import { exportLayout } from './exportLayouts.ts';
import type { ExportEntry, ExportFormatId, ExportLayout, ExportSetting, LeftOutReason } from './exportLayout.ts';
import { placesOf } from './exportPlaces.ts';
import { type Questioner, questioner } from './exportQuestions.ts';
import { eachKept, type ExportSurvey, itemsAtOnce, type KeptItems, surveyItems } from './exportSurvey.ts';
import { mostLetters } from './vlmEvalKitLayout.ts';

/** What is exported, and how. */
export interface ExportPlan {
  readonly benchmark: Pick<Benchmark, 'name' | 'labels' | 'scales' | 'descriptor'>;
  /** The items that go out, in their order. */
  readonly items: Items;
  readonly format: ExportFormatId;
  /** Where the questions of `vlmevalkit` and `llava` come from. */
  readonly protocol: Protocol;
  /** Puts pictures into the table instead of beside it; only `vlmevalkit` can. */
  readonly embed?: boolean;
}

/** How far an export is. */
export interface ExportProgress {
  readonly what: 'pictures' | 'rows';
  readonly done: number;
  readonly total: number;
}

/** What an export needs from outside. */
export interface ExportPorts {
  readonly images: ReadableFolder;
  readonly target: NewFolder;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Gives way to other work. */
  readonly pause?: () => Promise<void> | undefined;
}

/** What was exported. */
export interface Exported {
  readonly items: number;
  readonly rows: number;
  /** Bytes of pictures. */
  readonly bytes: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Items whose picture could not be read: they are not in the export. */
  readonly unreadable: readonly FileError[];
}

/** Why nothing was exported. `tooManyOptions`: more than letters can stand for. */
export type ExportError =
  | { readonly kind: 'protocol'; readonly error: ProtocolError }
  | { readonly kind: 'tooManyOptions'; readonly options: number; readonly most: number }
  | { readonly kind: 'cannotEmbed'; readonly format: ExportFormatId }
  | { readonly kind: 'target'; readonly error: FileError }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'cancelled' };

const picturesAtOnce = 8;

/**
 * Exports items in the layout of another tool: their pictures, then the table, so that a table never names what is not there. The
 * label set, polarity and scales go along in `.emolens/benchmark.json`. Memory does not grow with the number of items.
 */
export async function exportBenchmark(plan: ExportPlan, ports: ExportPorts): Promise<Result<Exported, ExportError>> {
  const { benchmark, items, embed = false } = plan;
  const layout = exportLayout(plan.format, embed);
  if (layout === undefined) return err({ kind: 'cannotEmbed', format: plan.format });
  const { pause } = ports;
  const survey = await workedOff(surveyItems(items, layout), pause);
  const { kept, tasks, leftOut } = survey;
  if (kept.length === 0) return err({ kind: 'nothing' });
  const asked = layout.asks === true ? questioner(benchmark, tasks, plan.protocol, polarityOf(plan)) : ok(noQuestions);
  if (!asked.ok) return err({ kind: 'protocol', error: asked.error });
  const setting = await workedOff(settingOf(plan, survey, asked.value), pause);
  if (plan.format === 'vlmevalkit' && setting.mostOptions > mostLetters) {
    return err({ kind: 'tooManyOptions', options: setting.mostOptions, most: mostLetters });
  }
  const places = await workedOff(placesOf(kept, layout), pause);
  const out = { layout, kept, setting, questionsOf: asked.value, places, ports };
  const copied = embed ? ok(nothingCopied) : await copyPictures(out);
  if (!copied.ok) return copied;
  const written = await writeTable(out, copied.value, embed);
  if (!written.ok) return written;
  const { beside } = layout;
  const also = survey.needsBeside
    ? await writeTable({ ...out, layout: { ...layout, ...beside } }, copied.value, false)
    : undefined;
  if (also?.ok === false) return also;
  const extras = await writeExtras(out, plan);
  if (!extras.ok) return err({ kind: 'target', error: extras.error });
  const { rows, bytes, unreadable, noPictures } = written.value;
  const without = noPictures === 0 ? leftOut : { ...leftOut, noPicture: noPictures };
  return ok({ items: kept.length - unreadable.length - noPictures, rows, bytes, leftOut: without, unreadable });
}

const noQuestions: Questioner = () => [];

interface Out {
  readonly layout: ExportLayout;
  readonly kept: KeptItems;
  readonly setting: ExportSetting;
  readonly questionsOf: Questioner;
  /** Where the picture of each kept item goes. */
  readonly places: (item: Item) => string;
  readonly ports: ExportPorts;
}

interface Copied {
  readonly bytes: number;
  /** By the item's id. */
  readonly unreadable: ReadonlyMap<string, FileError>;
}

const nothingCopied: Copied = { bytes: 0, unreadable: new Map() };

function polarityOf({ benchmark }: ExportPlan): PolarityTable {
  return { ...polarityTable(benchmark.labels), ...benchmark.descriptor.polarity };
}

function* settingOf(
  { benchmark }: ExportPlan,
  { kept, media, fields, tasks }: ExportSurvey,
  questionsOf: Questioner,
): Turns<ExportSetting> {
  let mostOptions = 0;
  if (questionsOf !== noQuestions)
    yield* eachKept(kept, (item) => {
      for (const { options } of questionsOf(item)) mostOptions = Math.max(mostOptions, options.length);
    });
  const mainTask = tasks.main;
  return { benchmark, tasks: tasks.labels, media, fields, mostOptions, ...(mainTask !== undefined && { mainTask }) };
}

async function copyPictures({ kept, places, ports }: Out): Promise<Result<Copied, ExportError>> {
  const { images, target, signal } = ports;
  const unreadable = new Map<string, FileError>();
  let failed: FileError | undefined;
  let [bytes, done] = [0, 0];
  const halt = new AbortController();
  const stop = signal === undefined ? halt.signal : AbortSignal.any([signal, halt.signal]);
  await eachBounded(
    kept.length,
    picturesAtOnce,
    async (index) => {
      const item = kept.at(index);
      const read = await images.read(item.path);
      if (!read.ok) unreadable.set(item.id, read.error);
      else {
        const put = await target.put(places(item), read.value);
        bytes += read.value.length;
        if (!put.ok) {
          failed ??= put.error;
          halt.abort();
        }
      }
      ports.onProgress?.({ what: 'pictures', done: ++done, total: kept.length });
    },
    stop,
  );
  if (failed !== undefined) return err({ kind: 'target', error: failed });
  return signal?.aborted === true ? err({ kind: 'cancelled' }) : ok({ bytes, unreadable });
}

interface Written {
  readonly rows: number;
  readonly bytes: number;
  readonly unreadable: readonly FileError[];
  /** Files that are no pictures, which a table of pictures cannot hold. */
  readonly noPictures: number;
}

async function writeTable(out: Out, copied: Copied, embed: boolean): Promise<Result<Written, ExportError>> {
  const text = await out.ports.target.createText(out.layout.table);
  if (!text.ok) return err({ kind: 'target', error: text.error });
  const written = await writeRows(out, copied, embed, text.value);
  if (!written.ok) {
    await text.value.discard();
    return written;
  }
  const finished = await text.value.finish();
  return finished.ok ? written : err({ kind: 'target', error: finished.error });
}

/** So much text is gathered before it is written. */
const pieceLength = 256 * 1024;

async function writeRows(
  { layout, kept, setting, questionsOf, places, ports }: Out,
  copied: Copied,
  embed: boolean,
  text: NewText,
): Promise<Result<Written, ExportError>> {
  const unreadable = [...copied.unreadable.values()];
  let { bytes } = copied;
  let [rows, done, noPictures, piece] = [0, 0, 0, layout.begin(setting)];
  for (let index = 0; index < kept.length; index++) {
    if (index % itemsAtOnce === itemsAtOnce - 1) await ports.pause?.();
    const item = kept.at(index);
    if (ports.signal?.aborted === true) return err({ kind: 'cancelled' });
    ports.onProgress?.({ what: 'rows', done: ++done, total: kept.length });
    if (copied.unreadable.has(item.id)) continue;
    const read = embed ? await ports.images.read(item.path) : undefined;
    if (read?.ok === false) {
      unreadable.push(read.error);
      continue;
    }
    if (read !== undefined && !isKnownInside(read.value)) {
      noPictures++;
      continue;
    }
    bytes += read?.value.length ?? 0;
    const entry: ExportEntry = {
      item,
      place: places(item),
      questions: questionsOf(item),
      ...(read && { bytes: read.value }),
    };
    for (const row of layout.rows(entry, setting, rows)) {
      piece += rows === 0 ? row : layout.between + row;
      rows++;
    }
    if (piece.length < pieceLength) continue;
    const wrote = await text.write(piece);
    if (!wrote.ok) return err({ kind: 'target', error: wrote.error });
    piece = '';
  }
  const wrote = await text.write(piece + layout.end);
  return wrote.ok ? ok({ rows, bytes, unreadable, noPictures }) : err({ kind: 'target', error: wrote.error });
}

/** Bytes by whose base64 a picture is known, in whole letters of it. */
const headBytes = 24;

/** Whether what is put into a table is known there for a picture. */
function isKnownInside(bytes: Uint8Array): boolean {
  return base64Picture(base64Of(bytes.subarray(0, headBytes)), Math.ceil(bytes.length / 3) * 4) !== undefined;
}

/** What the layout itself cannot say: the label set with its order and polarity, and the true scales. */
async function writeExtras({ layout, setting, ports }: Out, plan: ExportPlan): Promise<Result<void, FileError>> {
  const { name, labels, scales } = plan.benchmark;
  const bare = (scale: { readonly min: number; readonly max: number }) => ({ min: scale.min, max: scale.max });
  const descriptor = {
    version: 1,
    name,
    format: layout.id,
    labels,
    polarity: polarityOf(plan),
    scales: {
      ...(scales.degree && { degree: bare(scales.degree) }),
      ...(scales.quality && { quality: bare(scales.quality) }),
    },
  };
  const extras = [
    ...(layout.extras?.(setting) ?? []),
    { path: '.emolens/benchmark.json', text: `${JSON.stringify(descriptor, undefined, 2)}\n` },
  ];
  for (const { path, text } of extras) {
    const put = await ports.target.put(path, new TextEncoder().encode(text));
    if (!put.ok) return put;
  }
  return ok(undefined);
}
