import { plainText } from './reportTable.ts';
import type { ReportTable } from './reportTable.ts';

/** Tables in GitHub Flavored Markdown (section 4.10), with their notes as lists. Untrusted texts stay texts: no HTML, links or emphasis. */
export function markdownTables(tables: readonly ReportTable[]): string {
  return tables.map(markdownTable).join('\n');
}

function markdownTable({ title, columns, rows, notes }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    line(columns.map(({ name }) => name)),
    `| ${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(line),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${escapeMarkdown(note)}`)]),
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text so that it is read as written. Bare addresses are broken up: they would become links. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replaceAll(/[&<>]/g, (character) => entities[character] ?? character)
    .replaceAll(/[\\`*_[\]|~#!$]/g, '\\$&')
    .replaceAll(/:(?=\/\/)/g, '\\:')
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, 3)}\\.`);
}
