/** `1 item`, `12 items`: how many portraits a run or a comparison is over. */
export function itemCount(items: { readonly length: number }): string {
  return `${items.length} ${items.length === 1 ? 'item' : 'items'}`;
}
