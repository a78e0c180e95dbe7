import { plainText } from './reportTable.ts';
import type { ReportTable } from './reportTable.ts';

/** Tables in aligned plain text for a terminal; nothing in them can steer it. */
export function textTables(tables: readonly ReportTable[]): string {
  return tables.map(textTable).join('\n');
}

function textTable({ title, columns, rows, notes }: ReportTable): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((cells) => cells.map(plainText));
  const widths = columns.map((_column, place) =>
    lines.reduce((widest, cells) => Math.max(widest, columnsOf(cells[place] ?? '')), 0),
  );
  const written = lines.map((cells) =>
    cells
      .map((cell, place) => {
        const space = ' '.repeat((widths[place] ?? 0) - columnsOf(cell));
        return columns[place]?.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(widths.reduce((total, width) => total + width + 2, -2));
  return [plainText(title), written[0] ?? '', rule, ...written.slice(1), ...notes.map(plainText), ''].join('\n');
}

/** Characters that terminals draw two columns wide: East Asian scripts and full-width forms (UAX 11, the common ranges), and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const combining = /^\p{M}$/u;

/** Columns that a text takes up in a terminal. */
export function columnsOf(text: string): number {
  let total = 0;
  for (const character of text) total += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return total;
}
