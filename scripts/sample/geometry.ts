/** A point in picture units: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** Keeps a number inside [low, high]. */
export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

/** The value `share` of the way from `from` to `to`; `share` outside 0..1 goes on along the same line. */
export function lerp(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** The same points on the other side of the vertical axis, in reverse order so that an outline can go on with them. */
export function mirrored(points: readonly Point[]): Point[] {
  return points.map(([x, y]): Point => [-x, y]).reverse();
}

/** Moves points by (dx, dy) after scaling x about 0. */
export function moved(points: readonly Point[], dx: number, dy: number, scaleX = 1): Point[] {
  return points.map(([x, y]): Point => [x * scaleX + dx, y + dy]);
}

/** `count` + 1 points of a function over t in [-1, 1]. */
export function sampled(count: number, at: (t: number) => Point): Point[] {
  return Array.from({ length: count + 1 }, (_, index) => at((index / count) * 2 - 1));
}

/**
 * SVG path data of a smooth curve through all points: a uniform Catmull-Rom spline written as cubic Béziers (the handles are
 * a sixth of the neighbours' difference). Two points make a straight line.
 */
export function smooth(points: readonly Point[], closed = false): string {
  const count = points.length;
  const at = (index: number): Point => {
    const wrapped = closed ? (index + count) % count : clamp(index, 0, count - 1);
    return points[wrapped] ?? [0, 0];
  };
  const parts = [`M${pair(at(0))}`];
  for (let index = 0; index < (closed ? count : count - 1); index++) {
    const [p0, p1, p2, p3] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const out: Point = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6];
    const into: Point = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6];
    parts.push(`C${pair(out)} ${pair(into)} ${pair(p2)}`);
  }
  return parts.join('') + (closed ? 'Z' : '');
}

/** SVG path data of straight lines through the points. */
export function polygon(points: readonly Point[], closed = true): string {
  return `M${points.map(pair).join('L')}${closed ? 'Z' : ''}`;
}

/** A closed outline around a centre line, `widths` being its full width at each point. */
export function ribbon(points: readonly Point[], widths: readonly number[]): string {
  const left: Point[] = [];
  const right: Point[] = [];
  points.forEach(([x, y], index) => {
    const before = points[Math.max(0, index - 1)] ?? [x, y];
    const after = points[Math.min(points.length - 1, index + 1)] ?? [x, y];
    const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
    const length = Math.sqrt(dx * dx + dy * dy) || 1;
    const half = (widths[index] ?? 1) / 2;
    left.push([x - (dy / length) * half, y + (dx / length) * half]);
    right.push([x + (dy / length) * half, y - (dx / length) * half]);
  });
  return smooth([...left, ...right.reverse()], true);
}

/** A number as short as the picture can show: two decimals at most. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function pair([x, y]: Point): string {
  return `${short(x)} ${short(y)}`;
}
