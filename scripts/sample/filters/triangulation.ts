import type { Point } from '../geometry.ts';

/** Three indices into the list of points. */
export type Triangle = readonly [number, number, number];

interface Cell {
  readonly corners: Triangle;
  /** Centre and squared radius of the circle through the corners. */
  readonly x: number;
  readonly y: number;
  readonly r2: number;
}

/**
 * Delaunay triangulation of distinct points inside [0, size]², by inserting one point after the other (Bowyer 1981, Watson
 * 1981). Quadratic in the number of points: meant for up to two thousand.
 */
export function triangulate(points: readonly Point[], size: number): Triangle[] {
  const far = size * 20;
  const all: Point[] = [...points, [-far, -far], [far, -far], [0, far]];
  const count = points.length;
  let cells: Cell[] = [cellOf(all, [count, count + 1, count + 2])];
  for (let index = 0; index < count; index++) {
    const [px, py] = all[index] ?? [0, 0];
    const rim = new Map<number, readonly [number, number]>();
    const kept: Cell[] = [];
    for (const cell of cells) {
      if ((cell.x - px) ** 2 + (cell.y - py) ** 2 >= cell.r2) {
        kept.push(cell);
        continue;
      }
      const [a, b, c] = cell.corners;
      // An edge that two removed triangles share lies inside the hole; one that is met once is on its rim.
      for (const [from, to] of [[a, b], [b, c], [c, a]] as const) { // prettier-ignore
        const key = Math.min(from, to) * all.length + Math.max(from, to);
        if (!rim.delete(key)) rim.set(key, [from, to]);
      }
    }
    for (const [from, to] of rim.values()) kept.push(cellOf(all, [from, to, index]));
    cells = kept;
  }
  return cells.map(({ corners }) => corners).filter((corners) => corners.every((corner) => corner < count));
}

function cellOf(points: readonly Point[], corners: Triangle): Cell {
  const [ax, ay] = points[corners[0]] ?? [0, 0];
  const [bx, by] = points[corners[1]] ?? [0, 0];
  const [cx, cy] = points[corners[2]] ?? [0, 0];
  const twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by));
  if (twice === 0) return { corners, x: ax, y: ay, r2: Infinity };
  const [a2, b2, c2] = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy];
  const x = (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / twice;
  const y = (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / twice;
  return { corners, x, y, r2: (ax - x) ** 2 + (ay - y) ** 2 };
}
