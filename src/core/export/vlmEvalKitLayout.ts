import { fieldOf } from './exportFields.ts';
import { base64Of } from '../models/openAiDataUri.ts';
import type { ExportEntry, ExportLayout, ExportSetting } from './exportLayout.ts';
import type { ExportQuestion } from './exportQuestions.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const last = ['generator', 'prompted', 'degree', 'quality', 'split'] as const;

/**
 * VLMEvalKit's table of questions: tab-separated, `index`, the picture as `image_path` or as base64 in `image`, `question`, the
 * options under `A`, `B`, ..., the right letter in `answer`, `category`; ratings and further columns behind them. The label is the category too, so that its report goes by emotion.
 */
export function vlmEvalKitLayout(embed: boolean): ExportLayout {
  return {
    id: 'vlmevalkit',
    table: 'benchmark.tsv',
    pictures: '',
    asks: true,
    leavesOut: ({ media }) => (embed && media === 'video' ? 'video' : undefined),
    begin: (setting) => row(headerOf(setting, embed)),
    rows: (entry, setting, first) =>
      entry.questions.map((question, i) => {
        // A picture stands in its first row; further rows name that one by its index.
        const picture = !embed ? entry.place : i === 0 ? base64Of(entry.bytes ?? new Uint8Array()) : String(first);
        return row(fieldsOf(entry, question, setting, { index: first + i, picture }));
      }),
    between: '',
    end: '',
  };
}

/** Most options that letters can stand for. */
export const mostLetters = letters.length;

function headerOf({ mostOptions, fields }: ExportSetting, embed: boolean): readonly string[] {
  const options = [...letters.slice(0, mostOptions)];
  const own = ['index', embed ? 'image' : 'image_path', 'question', ...options, 'answer', 'category', ...last];
  return [...own, ...fields.map((name) => (isTaken(name) ? `field_${name}` : name))];
}

/** Columns of ours, and those by which a table with answers of a model is known. */
const taken: ReadonlySet<string> = new Set([
  ...['index', 'image', 'image_path', 'question', 'hint', 'answer', 'category', ...last],
  ...['prediction', 'thinking', 'extra_records', 'hit', 'log'],
]);

/** Whether a further column has the name of one that is ours, or of an option. */
function isTaken(name: string): boolean {
  return taken.has(name.toLowerCase()) || /^[A-Z]$/.test(name);
}

function fieldsOf(
  { item }: ExportEntry,
  { text, options, answer, task }: ExportQuestion,
  { mostOptions, fields }: ExportSetting,
  { index, picture }: { readonly index: number; readonly picture: string },
): readonly string[] {
  const at = answer === undefined ? -1 : options.indexOf(answer);
  const right = options.length === 0 ? (answer ?? '') : (letters[at] ?? '');
  return [
    String(index),
    picture,
    text,
    ...Array.from({ length: mostOptions }, (_none, i) => options[i] ?? ''),
    right,
    task ?? item.label ?? '',
    ...last.map((name) => String(item[name] ?? '')),
    ...fields.map((name) => String(fieldOf(item, name) ?? '')),
  ];
}

/** Quoted as pandas does where a field holds what separates fields, lines or quotes. */
function row(fields: readonly string[]): string {
  const quoted = fields.map((field) => (/["\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  return `${quoted.join('\t')}\n`;
}
