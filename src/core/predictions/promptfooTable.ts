import type { Table } from '../benchmark/tables/table.ts';
import type { JsonObject } from '../benchmark/formats/jsonValues.ts';

/** A column of outputs is called by its provider in brackets and the prompt's label. */
const outputColumn = /^\[([^\]]+)\] ([^]*)$/;
/** What stands before an output: the verdict. */
const verdict = /^\[(PASS|FAIL|ERROR)\] ?/;

/** Whether a text is the beginning of the CSV that promptfoo writes. */
export function isPromptfooTable(head: string): boolean {
  const header = head.slice(0, head.search(/[\r\n]|$/));
  return /(?:^|,)"?\[[^\]]+\] /.test(header) && /[,\n\r]"?\[(?:PASS|FAIL|ERROR)\] /.test(head);
}

/** One output as the JSON of promptfoo has it, with the physical line of its row. */
export interface TableResult {
  readonly line: number;
  readonly result: JsonObject;
}

/** The results of a CSV of promptfoo: one row for each test, its variables first, then for each provider and prompt a column of outputs. */
export function tableResults({ header, rows }: Pick<Table, 'header' | 'rows'>): readonly TableResult[] {
  const outputs = header.flatMap((name, at) => {
    const [, provider, label] = outputColumn.exec(name) ?? [];
    return provider === undefined ? [] : [{ at, provider, prompt: label }];
  });
  const names = header.slice(0, outputs[0]?.at);
  return rows.flatMap(({ line, fields }) => {
    const vars = Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']));
    return outputs.flatMap(({ at, provider, prompt }, place): TableResult[] => {
      const cell = fields[at] ?? '';
      if (cell === '') return [];
      return [{ line, result: { vars, provider, prompt, promptIdx: String(place), ...outputIn(cell) } }];
    });
  });
}

function outputIn(cell: string): JsonObject {
  const [marker = '', said] = verdict.exec(cell) ?? [];
  const text = cell.slice(marker.length);
  if (said === 'ERROR') return { error: text };
  if (said === undefined) return { response: { output: text } };
  // Its older versions write why a test failed before the output.
  const output = said === 'FAIL' ? text.replace(/^[^]*?\n---\n/, '') : text;
  return { response: { output }, success: said === 'PASS' };
}
