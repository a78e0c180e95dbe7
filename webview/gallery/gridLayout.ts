/** Height beyond which the scroll bar is scaled, in px: browsers clamp an element at 33,554,428 px, and at half of it on a display of ratio 2. */
export const maxScrollHeight = 15_000_000;

const gap = 8;
const captionLine = 18;
const captionPadding = 4;
const headerHeight = 28;

/** What a grid is laid out from: width in px that rows may use, number of cards, wanted picture side in px, and how many models' answers a card has at most. */
export interface GridInput {
  readonly width: number;
  readonly count: number;
  readonly size: number;
  readonly answers: number;
  /** How many cards stand under each header; they have to come to `count`, or else there are no headers. */
  readonly sections?: readonly { readonly count: number }[];
}

/** A stretch of cards that begins on a row of its own, under a header where the grid has any. */
export interface GridSection {
  /** Index of the first card. */
  readonly start: number;
  readonly count: number;
  /** Its first row. */
  readonly row: number;
  /** The place of its upper edge in the content, px. */
  readonly top: number;
}

/** Where everything in the grid goes. Lengths are in px; `contentHeight` may be larger than a browser can scroll, `scrollHeight` never is. */
export interface GridLayout {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Side of a card's picture. */
  readonly side: number;
  /** Lines of text under a picture that keep the picture at four fifths of its card; at least 1. */
  readonly captionLines: number;
  /** Distance from the top of a row to the top of the next. */
  readonly rowHeight: number;
  /** Distance from the left of a card to the left of the next. */
  readonly columnWidth: number;
  readonly contentHeight: number;
  readonly scrollHeight: number;
  /** Height of a header; 0 where there are none. */
  readonly header: number;
  /** At least one, in order. */
  readonly sections: readonly GridSection[];
}

/** A place in the grid that survives another width or card size: a card's index, and how far its row is scrolled past, in rows. */
export interface GridAnchor {
  readonly index: number;
  readonly past: number;
}

/** Lays a grid out: as many columns as fit at the wanted size, widened so that they fill the width. */
export function layoutGrid({ width, count, size, answers, sections: given = [] }: GridInput): GridLayout {
  const room = Math.max(width, 48);
  const columns = Math.max(1, Math.floor((room + gap) / (size + gap)));
  const side = Math.floor((room - (columns - 1) * gap) / columns);
  const linesThatFit = Math.floor((side / 4 - captionPadding) / captionLine);
  const captionLines = Math.max(1, Math.min(linesThatFit, 1 + answers, 4));
  const rowHeight = side + captionLines * captionLine + captionPadding + gap;
  const grouped = given.length > 0 && given.reduce((sum, one) => sum + one.count, 0) === count;
  const header = grouped ? headerHeight : 0;
  const sections: GridSection[] = [];
  let [start, rows, contentHeight] = [0, 0, 0];
  for (const one of grouped ? given : [{ count }]) {
    sections.push({ start, count: one.count, row: rows, top: contentHeight });
    const own = Math.ceil(one.count / columns);
    start += one.count;
    rows += own;
    contentHeight += header + own * rowHeight;
  }
  return {
    count,
    columns,
    rows,
    side,
    captionLines,
    rowHeight,
    columnWidth: side + gap,
    contentHeight,
    scrollHeight: Math.min(contentHeight, maxScrollHeight),
    header,
    sections,
  };
}

/** The last section of which `value` is not above what is looked for. */
function sectionAt(layout: GridLayout, of: 'start' | 'row' | 'top', value: number): GridSection {
  const { sections } = layout;
  let [low, high] = [0, sections.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sections[middle]![of] <= value) low = middle;
    else high = middle - 1;
  }
  return sections[low]!;
}

/** A row: the first card on it, the one behind its last, its upper edge in the content, and the section that begins with it. */
export function rowPlace(
  layout: GridLayout,
  row: number,
): { readonly start: number; readonly end: number; readonly top: number; readonly begins?: GridSection } {
  const section = sectionAt(layout, 'row', row);
  const start = section.start + (row - section.row) * layout.columns;
  const end = Math.min(start + layout.columns, section.start + section.count);
  const top = section.top + layout.header + (row - section.row) * layout.rowHeight;
  return { start, end, top, ...(row === section.row && layout.header > 0 ? { begins: section } : {}) };
}

/** The row that a card stands on. */
export function rowOf(layout: GridLayout, index: number): number {
  const section = sectionAt(layout, 'start', index);
  return section.row + Math.floor((index - section.start) / layout.columns);
}

/** The row at a place in the content; a header belongs to the row below it. */
function rowAt(layout: GridLayout, top: number): number {
  const section = sectionAt(layout, 'top', top);
  const rows = Math.max(1, Math.ceil(section.count / layout.columns));
  const within = Math.floor((top - section.top - layout.header) / layout.rowHeight);
  return section.row + Math.min(Math.max(0, within), rows - 1);
}

/** The upper edge of a row with the header above it. */
function edgeOfRow(layout: GridLayout, row: number): number {
  const { top, begins } = rowPlace(layout, row);
  return begins?.top ?? top;
}

function furthest(height: number, viewport: number): number {
  return Math.max(0, height - viewport);
}

/** Whether the scroll bar moves fewer px than the content does. */
export function isScaled(layout: GridLayout): boolean {
  return layout.contentHeight > layout.scrollHeight;
}

/** The place in the content that a scroll bar's place stands for; the same number unless the grid is scaled. */
export function contentTopOf(layout: GridLayout, viewport: number, scrollTop: number): number {
  const reach = furthest(layout.scrollHeight, viewport);
  if (reach === 0) return 0;
  const clamped = Math.min(Math.max(scrollTop, 0), reach);
  return isScaled(layout) ? (clamped / reach) * furthest(layout.contentHeight, viewport) : clamped;
}

/** The scroll bar's place for a place in the content; the inverse of {@link contentTopOf}. */
export function scrollTopOf(layout: GridLayout, viewport: number, contentTop: number): number {
  const clamped = clampTop(layout, viewport, contentTop);
  const whole = furthest(layout.contentHeight, viewport);
  if (whole === 0 || !isScaled(layout)) return clamped;
  return (clamped / whole) * furthest(layout.scrollHeight, viewport);
}

/** The nearest place in the content that can be scrolled to. */
export function clampTop(layout: GridLayout, viewport: number, contentTop: number): number {
  return Math.min(Math.max(contentTop, 0), furthest(layout.contentHeight, viewport));
}

/** Rows to draw, first included, last excluded: those in view and `overscan` more on both sides. */
export function rowsInView(
  layout: GridLayout,
  viewport: number,
  contentTop: number,
  overscan: number,
): { readonly first: number; readonly end: number } {
  const first = rowAt(layout, contentTop) - overscan;
  const end = rowAt(layout, contentTop + viewport - 1) + 1 + overscan;
  return { first: Math.min(Math.max(0, first), layout.rows), end: Math.min(Math.max(0, end), layout.rows) };
}

/** The anchor of a place in the content: the first card of the row at the top edge. */
export function anchorAt(layout: GridLayout, contentTop: number): GridAnchor {
  const { start, top } = rowPlace(layout, rowAt(layout, contentTop));
  return { index: start, past: Math.max(0, contentTop - top) / layout.rowHeight };
}

/** The place in the content that puts an anchor where it was. */
export function topOfAnchor(layout: GridLayout, viewport: number, anchor: GridAnchor): number {
  const row = rowOf(layout, anchor.index);
  if (anchor.past === 0) return clampTop(layout, viewport, edgeOfRow(layout, row));
  return clampTop(layout, viewport, rowPlace(layout, row).top + anchor.past * layout.rowHeight);
}

/** The place in the content, as near as may be to `contentTop`, at which a card is wholly in view. */
export function topToReveal(layout: GridLayout, viewport: number, contentTop: number, index: number): number {
  const row = rowOf(layout, index);
  const top = edgeOfRow(layout, row);
  if (top < contentTop || layout.rowHeight > viewport) return clampTop(layout, viewport, top);
  const bottom = rowPlace(layout, row).top + layout.rowHeight;
  return clampTop(layout, viewport, bottom > contentTop + viewport ? bottom - viewport : contentTop);
}

/** The index that a key leads to from `index`, or `undefined` for a key that does not move. Left and right go on to the neighbouring row. */
export function moveByKey(
  layout: GridLayout,
  viewport: number,
  index: number,
  key: string,
  toEdge: boolean,
): number | undefined {
  const last = layout.count - 1;
  if (last < 0) return undefined;
  const here = rowOf(layout, index);
  const { start, end } = rowPlace(layout, here);
  const column = index - start;
  const page = Math.max(1, Math.floor(viewport / layout.rowHeight)) * layout.columns;
  const vertical = (by: number): number => {
    if (layout.header > 0) return inColumn(layout, here + by / layout.columns, column);
    const target = index + by;
    if (target < 0) return by === -layout.columns ? index : column;
    return target <= last ? target : by === layout.columns && index + (layout.columns - column) > last ? index : last;
  };
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return vertical(-layout.columns);
    case 'ArrowDown':
      return vertical(layout.columns);
    case 'PageUp':
      return vertical(-page);
    case 'PageDown':
      return vertical(page);
    case 'Home':
      return toEdge ? 0 : start;
    case 'End':
      return toEdge ? last : end - 1;
    default:
      return undefined;
  }
}

/** The card of a row, as near as may be to a column; beyond the ends the first and the last row. */
function inColumn(layout: GridLayout, row: number, column: number): number {
  const { start, end } = rowPlace(layout, Math.min(Math.max(0, row), layout.rows - 1));
  return Math.min(start + column, end - 1);
}
