import * as l10n from '@vscode/l10n';
import type { Item } from '../../core/benchmark/item.ts';
import type { Flip, Reread } from '../../core/evaluation/reread/reread.ts';
import { readingText, rereadText } from '../../core/words/rereadText.ts';
import { ruleText } from '../../core/words/ruleText.ts';

/** Where a portrait is named in the text: a line counted from 0, and columns in UTF-16 units. */
export interface FlipPlace {
  readonly item: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** What flipped in some runs, as a text for people. */
export interface FlipsText {
  readonly text: string;
  readonly places: readonly FlipPlace[];
}

/** Flips that a text lists; beyond them nobody reads line by line. */
const mostListed = 5000;
/** How much of a name, and of a reply, stands on a line, in UTF-16 units. */
const longestName = 60;
const longestReply = 140;

/** Lists what flipped, run by run: what it means first, then a line for each answer. Names and replies are shown as plain text. */
export function flipsText(
  title: string,
  rereads: readonly Reread[],
  itemOf: (id: string) => Item | undefined,
): FlipsText {
  const lines = [title];
  const places: FlipPlace[] = [];
  for (const reread of rereads) {
    const { record, flips } = reread;
    lines.push('', `${record.run} · ${plain(record.model)} · ${plain(record.strategy)}`);
    lines.push(
      ...rereadText(reread)
        .split('\n')
        .map((line) => `  ${line}`),
    );
    if (flips.length === 0) continue;
    lines.push('');
    const rows = flips.slice(0, mostListed).map((flip) => ({ flip, cells: cellsOf(flip, itemOf(flip.item)) }));
    const widths = [0, 1, 2, 3].map((place) => Math.max(...rows.map(({ cells }) => cells[place]?.length ?? 0)));
    for (const { flip, cells } of rows) {
      const name = cells[0] ?? '';
      places.push({ item: flip.item, line: lines.length, start: 2, end: 2 + name.length });
      const row = cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join('  ');
      lines.push(`  ${row}`.trimEnd());
    }
    if (flips.length > mostListed) lines.push(`  ${l10n.t('... and {0} more.', flips.length - mostListed)}`);
  }
  return { text: `${lines.join('\n')}\n`, places };
}

function cellsOf({ item, stage, repeat, before, after, reply }: Flip, known: Item | undefined): readonly string[] {
  const label = known?.label === undefined ? '' : l10n.t('label {0}', plain(known.label));
  return [
    cut(plain(item), longestName),
    plain(repeat === undefined ? stage : `${stage} #${repeat + 1}`),
    cut(plain(`${readingText(before)} → ${readingText(after)}`), longestName),
    label,
    `${after.rule === undefined ? '' : ruleText(after.rule)}: ${cut(plain(reply), longestReply)}`,
  ];
}

/** A text on one line, without what an editor would not show as it is: control characters, and those that turn writing round. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what must not get through
  const shown = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return shown.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
