import { z } from 'zod';
import { jsonErrorAt } from '../benchmark/tables/jsonErrorAt.ts';
import { jsonMembers, lineFinder } from '../benchmark/tables/jsonSpans.ts';
import { err, ok, type Result } from '../result.ts';

/** Where saved views are kept, inside `.emolens/`. */
export const viewsPath = 'views.json';

/** The orders of a list that are not part of a query. */
export const listOrders = ['name', 'label', 'generator', 'degree', 'quality', 'errors', 'disagreement'] as const;

const viewSchema = z.strictObject({
  name: z.string().regex(/\S/).max(200).meta({ markdownDescription: 'What the view is called; no two share a name.' }),
  query: z.string().max(2000).meta({
    markdownDescription: 'What it finds, such as `label:angry pred:!angry`; empty for everything.',
  }),
  sort: z.enum(listOrders).optional().meta({
    markdownDescription: 'The order, where the query has no `sort:` of its own.',
  }),
  group: z.array(z.string().min(1)).max(2).optional().meta({
    markdownDescription: 'The fields that portraits are put together by, at most two: `["generator", "label"]`.',
  }),
});

/** A query with a name, and how what it finds is shown. */
export type SavedView = z.infer<typeof viewSchema>;

/** The file of saved views. */
export const viewsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).meta({ markdownDescription: 'The version of this layout: `1`.' }),
  views: z.array(viewSchema).meta({ markdownDescription: 'The views, in the order in which they are shown.' }),
});

/** What is wrong in the file of views, with its place: line and column count from 1. */
export interface ViewsFault {
  readonly kind: 'notJson' | 'badFile' | 'badView' | 'duplicateName' | 'badQuery';
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly detail: string;
}

/** The views of a file that can be used, each with the place where it stands, and the faults of the others. */
export interface ReadViews {
  readonly views: readonly (SavedView & { readonly start: number; readonly end: number })[];
  readonly faults: readonly ViewsFault[];
}

/** Reads a file of views: a faulty entry is left out and named, the others load. */
export function readViews(text: string): ReadViews {
  const lineOf = lineFinder(text);
  const faultAt = (kind: ViewsFault['kind'], at: number, length: number, detail: string): ViewsFault => {
    const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
    return { kind, line: lineOf(at), column: at - lineStart + 1, length, detail };
  };
  const broken = jsonErrorAt(text);
  if (broken !== undefined) return { views: [], faults: [faultAt('notJson', broken, 1, '')] };
  const whole = jsonMembers(text)?.members ?? [];
  const list = whole.find(({ key }) => key === 'views');
  const rest = viewsFileSchema.safeParse({ ...asRecord(JSON.parse(text)), views: [] });
  const faults = rest.success
    ? []
    : rest.error.issues.map((issue) => {
        const span = whole.find(({ key }) => key === issue.path[0]);
        return faultAt('badFile', span?.start ?? 0, (span?.end ?? 1) - (span?.start ?? 0), issueText(issue));
      });
  const views: ReadViews['views'][number][] = [];
  const entries = list === undefined ? undefined : jsonMembers(text, list.start);
  if (entries?.kind !== 'array') faults.push(faultAt('badFile', list?.start ?? 0, 1, 'views: a list is missing'));
  // A version that is not known may mean other things by the same words.
  if (!rest.success && rest.error.issues.some(({ path }) => path[0] === 'version')) return { views, faults };
  for (const { start, end } of entries?.kind === 'array' ? entries.members : []) {
    const parsed = viewSchema.safeParse(JSON.parse(text.slice(start, end)));
    const length = Math.min(end, endOfLine(text, start)) - start;
    if (!parsed.success) faults.push(faultAt('badView', start, length, parsed.error.issues.map(issueText).join('; ')));
    else if (views.some(({ name }) => name === parsed.data.name)) {
      faults.push(faultAt('duplicateName', start, length, parsed.data.name));
    } else views.push({ ...parsed.data, start, end });
  }
  return { views, faults };
}

/** The place of a query's fault in the file: on the view that has it. */
export function queryFault(text: string, { start, end }: { start: number; end: number }, detail: string): ViewsFault {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const length = Math.min(end, endOfLine(text, start)) - start;
  return { kind: 'badQuery', line: lineFinder(text)(start), column: start - lineStart + 1, length, detail };
}

/** Puts a view into the text of a file (`undefined` where there is none yet), in the place of one with the same name. */
export function withView(text: string | undefined, view: SavedView): Result<string, ViewsFault> {
  return edited(text, (views) => {
    const at = views.findIndex((one) => nameOf(one) === view.name);
    return at < 0 ? [...views, view] : views.toSpliced(at, 1, view);
  });
}

/** Gives a view another name. */
export function withViewRenamed(text: string, from: string, to: string): Result<string, ViewsFault> {
  return edited(text, (views) => views.map((one) => (nameOf(one) === from ? { ...asRecord(one), name: to } : one)));
}

/** Takes a view out. */
export function withoutView(text: string, name: string): Result<string, ViewsFault> {
  return edited(text, (views) => views.filter((one) => nameOf(one) !== name));
}

/** What else stands in the file stays, entries that cannot be used included; a file that is no JSON or has no list is not touched. */
function edited(text: string | undefined, change: (views: unknown[]) => unknown[]): Result<string, ViewsFault> {
  const { faults } = text === undefined ? { faults: [] } : readViews(text);
  const hindering = faults.find(({ kind }) => kind === 'notJson' || kind === 'badFile');
  if (hindering !== undefined) return err(hindering);
  const file = text === undefined ? { version: 1, views: [] } : asRecord(JSON.parse(text));
  const views = Array.isArray(file['views']) ? (file['views'] as unknown[]) : [];
  return ok(`${JSON.stringify({ ...file, views: change(views) }, undefined, 2)}\n`);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function nameOf(view: unknown): unknown {
  return asRecord(view)['name'];
}

function issueText({ path, message }: { readonly path: PropertyKey[]; readonly message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
}
