import { plainSigns } from './queryTokens.ts';
import { fieldNamed, type QueryField, type QueryVocabulary, sortWords } from './queryFields.ts';

/** One thing that could stand at the caret. */
export interface CompletionOption {
  /** What takes the place of the text from `from` to `to`. */
  readonly insert: string;
  /** What a person reads. */
  readonly label: string;
  readonly kind: 'field' | 'value' | 'word' | 'order';
  /** How many portraits have a value, where that is known. */
  readonly count?: number;
}

/** What could stand at a place of a query, likeliest first: `from` and `to` are places in the text, in UTF-16 units. */
export interface QueryCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly CompletionOption[];
}

const mostOptions = 50;
/** A field with its sign, a word in quotes (closed or not yet), a bare word, a parenthesis. */
const piece =
  /(?<name>[\p{L}_][\p{L}\p{N}_.-]*"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"(?=[:<>=!])|[\p{L}_][\p{L}\p{N}_.-]*)(?<sign>:!~|:!=|:!|:~|:>=|:<=|:>|:<|:=|:|!=|>=|<=|>|<|=)(?<value>"(?:[^"\\]|\\.)*"?|[^\s()"]*)|"(?:[^"\\]|\\.)*"?|[()]|[^\s()"]+/suy;

/** What could stand at the caret: fields and words where something begins, values where one is named. Never throws, whatever the text. */
export function completeQuery(written: string, caret: number, vocabulary: QueryVocabulary): QueryCompletion {
  const text = plainSigns(written);
  const at = Math.max(0, Math.min(caret, text.length));
  let goesOn = false;
  for (let next = 0; next <= at;) {
    while (/\s/.test(text[next] ?? '')) next++;
    // What denies a condition is no part of it.
    if (/[-!]/.test(text[next] ?? '') && next < at) next++;
    piece.lastIndex = next;
    const found = next >= text.length || next > at ? null : piece.exec(text);
    if (found === null) break;
    const end = next + found[0].length;
    const place = { start: next, end, at, found, goesOn };
    if (at <= end && !/^[()]$/.test(found[0])) return completed(text, place, vocabulary);
    goesOn = !/^(\(|and|or|not)$/i.test(found[0]);
    next = end;
  }
  return { from: at, to: at, options: beginnings('', goesOn, vocabulary) };
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly found: RegExpExecArray;
  /** Whether a condition stands before, which another one may be joined to. */
  readonly goesOn: boolean;
}

function completed(
  text: string,
  { start, end, at, found, goesOn }: Place,
  vocabulary: QueryVocabulary,
): QueryCompletion {
  const { name, sign = '', value = '' } = found.groups ?? {};
  const valueAt = end - value.length;
  if (name === undefined || at < valueAt) {
    const to = name === undefined ? end : valueAt;
    return { from: start, to, options: beginnings(text.slice(start, Math.min(at, to)), goesOn, vocabulary) };
  }
  const written = text.slice(valueAt, at);
  const own = unquoted(name);
  if (own.toLowerCase() === 'sort') return sortCompletion({ valueAt, end, at }, written, vocabulary);
  const field = fieldNamed(vocabulary.fields, own);
  return { from: valueAt, to: end, options: field === undefined ? [] : valuesFor(field, sign, written, vocabulary) };
}

function beginnings(written: string, goesOn: boolean, { fields }: QueryVocabulary): readonly CompletionOption[] {
  const typed = unquoted(written);
  const isDotted = /^(field|task)\./i.test(typed);
  const options = [
    ...fields.flatMap(({ name, column, alsoCalled = [], type }) =>
      (isDotted ? [column.replace(':', '.')] : [name, ...alsoCalled]).map((label): CompletionOption => {
        return { insert: `${quoted(label)}${type === 'number' ? '>' : ':'}`, label, kind: 'field' };
      }),
    ),
    { insert: 'sort:', label: 'sort', kind: 'order' } as const,
    ...(goesOn ? ['and', 'or', 'not'] : ['not']).map((word): CompletionOption => ({
      insert: `${word} `,
      label: word,
      kind: 'word',
    })),
  ];
  return fitting(options, typed);
}

function valuesFor(
  field: QueryField,
  sign: string,
  written: string,
  vocabulary: QueryVocabulary,
): readonly CompletionOption[] {
  const closed = field.values ?? [];
  const none = closed.length === 0 && (sign === ':' || sign === ':!') && field.name !== 'text' ? ['none'] : [];
  const known = vocabulary.values(field).map(({ value, count }): CompletionOption => ({
    insert: `${quoted(value)} `,
    label: value,
    kind: 'value',
    ...(count === undefined ? {} : { count }),
  }));
  const words = [...(known.length === 0 ? closed : []), ...none].map((value): CompletionOption => ({
    insert: `${value} `,
    label: value,
    kind: 'value',
  }));
  return fitting([...known, ...words], unquoted(written));
}

function sortCompletion(
  { valueAt, end, at }: { readonly valueAt: number; readonly end: number; readonly at: number },
  written: string,
  { fields }: QueryVocabulary,
): QueryCompletion {
  const comma = written.lastIndexOf(',') + 1;
  const last = written.slice(comma).replace(/^"/, '');
  const sign = last.startsWith('-') ? '-' : '';
  // A name with other signs in it needs quotes around all of the list: it is offered where the list begins.
  const names = [...sortWords, ...fields.filter(({ sorts }) => sorts).map(({ name }) => name)].filter(
    (name) => comma === 0 || isPlain(name),
  );
  const options = names.flatMap((name): CompletionOption[] => {
    const insert = (minus: string): string => (isPlain(name) ? `${minus}${name}` : `"${minus}${name}"`);
    const rows: CompletionOption[] = [{ insert: insert(sign), label: `${sign}${name}`, kind: 'order' }];
    if (sign === '') rows.push({ insert: insert('-'), label: `-${name}`, kind: 'order' });
    return rows;
  });
  const from = valueAt + comma;
  return { from, to: Math.max(at, comma === 0 ? end : at), options: fitting(options, last) };
}

/** What begins with the text first, then what holds it; signs before a word do not count. */
function fitting(options: readonly CompletionOption[], written: string): readonly CompletionOption[] {
  const wanted = written.replace(/^[-+]/, '').toLowerCase();
  const word = ({ label }: CompletionOption): string => label.replace(/^[-+]/, '').toLowerCase();
  const begins = options.filter((option) => word(option).startsWith(wanted));
  const holds = options.filter((option) => !word(option).startsWith(wanted) && word(option).includes(wanted));
  return [...begins, ...holds].slice(0, mostOptions);
}

/** A name or value as it has to be written: in quotes unless it is a plain word that means nothing else. */
export function quoted(text: string): string {
  return isPlain(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function isPlain(text: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}._/-]*$/u.test(text) && !/^(and|or|not|none|any)$/i.test(text);
}

function unquoted(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)"?$/s, (_whole, inner: string) => inner.replace(/\\(["\\])/g, '$1'));
}
