import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ConfusionView } from '../../src/protocol/scoreViews.ts';
import { percentText } from './figures.tsx';
import type { CellRef } from './scoresStore.ts';

/** From so many labels on, the headings of columns stand upright. */
const upright = 9;

interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * Truth by answer, each cell a count shaded by its share of the row. Arrows go from cell to cell, Enter or a click shows the
 * portraits behind one. Columns of answers that are no label stand apart; those that nothing fell into are left out.
 */
export function Confusion(props: {
  readonly confusion: ConfusionView;
  readonly title: string;
  readonly onOpen: (truth: string, answer: CellRef['answer']) => void;
}): VNode {
  const { confusion, title, onOpen } = props;
  const { labels, rows } = confusion;
  const columns = columnsOf(confusion);
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [told, setTold] = useState<Place | undefined>();
  const grid = useRef<HTMLTableElement>(null);
  const at = { row: Math.min(active.row, labels.length - 1), column: Math.min(active.column, columns.length - 1) };

  const go = (row: number, column: number): void => {
    const next = { row: clamp(row, labels.length), column: clamp(column, columns.length) };
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-place="${next.row}:${next.column}"]`)?.focus();
  };
  const open = ({ row, column }: Place): void => {
    const answer = columns[column]?.answer;
    const truth = labels[row];
    if (truth !== undefined && answer !== undefined && countAt(confusion, row, columns[column]) > 0)
      onOpen(truth, answer);
  };
  const choose = (place: Place): void => {
    setActive(place);
    open(place);
  };

  return (
    <figure class="confusion">
      <div class="table-frame">
        <table
          ref={grid}
          role="grid"
          aria-label={title}
          class={labels.length >= upright ? 'matrix upright' : 'matrix'}
          onKeyDown={(event) => onKey(event, at, { rows: labels.length, columns: columns.length, go, open })}
          onMouseLeave={() => setTold(undefined)}
        >
          <Head columns={columns} />
          <tbody>
            {rows.map((_counts, row) => (
              <Row key={row} {...{ confusion, columns, row, at }} onChoose={choose} onTell={setTold} />
            ))}
          </tbody>
        </table>
      </div>
      <figcaption class="told">
        <bdi>{told === undefined ? hint() : readout(confusion, told, columns)}</bdi>
      </figcaption>
    </figure>
  );
}

interface KeyedCells {
  readonly rows: number;
  readonly columns: number;
  go(row: number, column: number): void;
  open(place: Place): void;
}

function onKey(event: KeyboardEvent, at: Place, { rows, columns, go, open }: KeyedCells): void {
  const { row, column } = at;
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go(row, column - 1),
    ArrowRight: () => go(row, column + 1),
    ArrowUp: () => go(row - 1, column),
    ArrowDown: () => go(row + 1, column),
    Home: () => go(event.ctrlKey ? 0 : row, 0),
    End: () => go(event.ctrlKey ? rows : row, columns),
    Enter: () => open(at),
    ' ': () => open(at),
  };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  move();
}

function Head({ columns }: { readonly columns: readonly Column[] }): VNode {
  return (
    <thead>
      <tr>
        <th scope="col" class="corner">
          <span>{l10n.t('Truth')} ↓</span>
          <span>{l10n.t('Answer')} →</span>
        </th>
        {columns.map(({ name, isLabel }, column) => (
          <th scope="col" key={column} class={headClass(isLabel, columns[column - 1]?.isLabel)} title={name}>
            <bdi>{name}</bdi>
          </th>
        ))}
        <th scope="col" class="total">
          n
        </th>
      </tr>
    </thead>
  );
}

function Row(props: {
  readonly confusion: ConfusionView;
  readonly columns: readonly Column[];
  readonly row: number;
  /** The cell that takes the focus. */
  readonly at: Place;
  readonly onChoose: (place: Place) => void;
  readonly onTell: (place: Place) => void;
}): VNode {
  const { confusion, columns, row, at, onChoose, onTell } = props;
  const all = sumOf(confusion, row);
  const truth = confusion.labels[row] ?? '';
  return (
    <tr>
      <th scope="row" title={truth}>
        <bdi>{truth}</bdi>
      </th>
      {columns.map((column, place) => {
        const count = countAt(confusion, row, column);
        return (
          <td
            key={place}
            role="gridcell"
            data-place={`${row}:${place}`}
            tabIndex={at.row === row && at.column === place ? 0 : -1}
            class={cellClass(column.isLabel && column.name === truth, count, columns[place - 1], column)}
            style={{ '--share': shade(count, all) }}
            aria-label={sentence(truth, column, count, all)}
            onClick={() => onChoose({ row, column: place })}
            onFocus={() => onTell({ row, column: place })}
            onMouseEnter={() => onTell({ row, column: place })}
          >
            {count === 0 ? '·' : count}
          </td>
        );
      })}
      <td class="total">{all}</td>
    </tr>
  );
}

interface Column {
  readonly name: string;
  readonly isLabel: boolean;
  readonly place: number;
  readonly answer: CellRef['answer'];
}

function columnsOf({ labels, others, rows }: ConfusionView): Column[] {
  const named = labels.map((name, place): Column => ({ name, isLabel: true, place, answer: { label: name } }));
  const further = others.flatMap(({ kind, word }, index): Column[] => {
    const place = labels.length + index;
    const isUsed = rows.some((row) => (row[place] ?? 0) > 0);
    return isUsed ? [{ name: word, isLabel: false, place, answer: { other: kind } }] : [];
  });
  return [...named, ...further];
}

function countAt({ rows }: ConfusionView, row: number, column: Column | undefined): number {
  return column === undefined ? 0 : (rows[row]?.[column.place] ?? 0);
}

function sumOf({ rows }: ConfusionView, row: number): number {
  return (rows[row] ?? []).reduce((total, count) => total + count, 0);
}

/** The root of the share, so that a few wrong answers in a hundred can be seen at all. */
function shade(count: number, all: number): string {
  return String(all === 0 ? 0 : Math.sqrt(count / all));
}

function hint(): string {
  return l10n.t('Counts, shaded by their share of the row. A cell opens its portraits in the gallery.');
}

function readout(confusion: ConfusionView, { row, column }: Place, columns: readonly Column[]): string {
  const shown = columns[column];
  if (shown === undefined) return hint();
  return sentence(confusion.labels[row] ?? '', shown, countAt(confusion, row, shown), sumOf(confusion, row));
}

function sentence(truth: string, column: Column, count: number, all: number): string {
  const share = percentText(all === 0 ? null : count / all);
  return column.isLabel
    ? l10n.t('{0} answered as {1}: {2} of {3} ({4})', truth, column.name, count, all, share)
    : l10n.t('{0}, {1}: {2} of {3} ({4})', truth, column.name, count, all, share);
}

function headClass(isLabel: boolean, before: boolean | undefined): string {
  return isLabel ? '' : before === true ? 'other apart' : 'other';
}

function cellClass(isDiagonal: boolean, count: number, before: Column | undefined, column: Column): string {
  const kind = isDiagonal
    ? 'cell diagonal'
    : column.isLabel
      ? 'cell'
      : `cell other${before?.isLabel === true ? ' apart' : ''}`;
  return count === 0 ? `${kind} none` : kind;
}

function clamp(place: number, length: number): number {
  return Math.min(Math.max(place, 0), length - 1);
}
