import { plainText } from './reportTable.ts';
import type { ReportTable } from './reportTable.ts';

/** Tables for LaTeX with the `booktabs` package, to be put into a document; notes follow each table in small type. */
export function latexTables(tables: readonly ReportTable[]): string {
  const head = [
    '% \\usepackage{booktabs}',
    '% Names in other scripts than Latin need XeLaTeX or LuaLaTeX, and a font that has them.',
    '',
  ];
  return [...head, ...tables.map(latexTable)].join('\n');
}

function latexTable({ title, columns, rows, notes }: ReportTable): string {
  const line = (cells: readonly string[]): string => `    ${cells.map(escapeLatex).join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(title)}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(columns.map(({ name }) => name)),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    ...notes.map((note) => `  \\par{\\footnotesize ${escapeLatex(note)}}`),
    '\\end{table}',
    '',
  ].join('\n');
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '{\\char34}',
  '\u2212': '$-$',
  '\u2013': '--',
  '\ufffd': '?',
};

/** Escapes a text for LaTeX's text mode; nothing in it is a command, a comment or a cell's end. */
export function escapeLatex(text: string): string {
  const escaped = plainText(text).replaceAll(
    /[\\~^<>|"\u2212\u2013\ufffd]|[&%$#_{}]/g,
    (character) => commands[character] ?? `\\${character}`,
  );
  // At the start of a row these two would belong to the line break before them.
  return /^\s*[[*]/.test(escaped) ? `{}${escaped}` : escaped;
}
