import type { Problem } from '../problem.ts';
import type { TableSource } from './tableSource.ts';

const fewestPixels = 64;

/** FER2013 and its kin keep pixels as numbers: these are no pictures that anything else could read. */
export function pixelTables(sources: readonly TableSource[], used: readonly TableSource[]): readonly Problem[] {
  return sources
    .filter((source) => !used.includes(source))
    .flatMap(({ table }) => {
      const at = table.columns.findIndex((_, i) => table.length > 0 && isPixels(table.valueAt(0, i)));
      if (at === -1) return [];
      const facts = { what: 'pixels', column: table.columns[at]!, pictures: '0' };
      return [{ kind: 'nothing-found' as const, file: table.path, line: table.headerLine, facts }];
    });
}

function isPixels(value: unknown): boolean {
  if (Array.isArray(value)) return value.length >= fewestPixels && value.every((one) => typeof one === 'number');
  return (
    typeof value === 'string' &&
    /^\d{1,3}(?:[ ,;]\d{1,3})+$/.test(value.trim()) &&
    value.trim().split(/[ ,;]/).length >= fewestPixels
  );
}
