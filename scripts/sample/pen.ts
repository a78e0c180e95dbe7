import type { Color } from './color.ts';
import { short } from './geometry.ts';

/** What a shape stands for; a way of drawing may treat each differently. */
export type Role = 'backdrop' | 'skin' | 'hair' | 'cloth' | 'feature' | 'detail';

/** How a generator's pen behaves. */
export interface Ink {
  /** 0 leaves all soft shading out (flat), 1 is full, above 1 is stronger. */
  readonly shading: number;
  /** Strength of fine lines (strands, wrinkles, creases), 0..1.5. */
  readonly detail: number;
  /** An outline around every large shape, or none. */
  readonly outline: { readonly color: Color; readonly width: number } | null;
  /** A hard shadow beside every large shape, as if it were cut from paper. */
  readonly cut: boolean;
  /** The far half of the face in one hard shadow, and rays behind it, as on a printed poster. */
  readonly split: boolean;
  /** What becomes of the backdrop: as drawn, out of focus, or one plain colour. */
  readonly backdrop: 'drawn' | 'soft' | Color;
  /** Last word on the colour of a shape, by role; `null` keeps it. */
  readonly repaint: ((color: Color, role: Role) => { readonly fill: Color; readonly stroke: Color }) | null;
}

/** How one shape is drawn. `outlined` and `cut` default to true for large shapes drawn with {@link Pen.shape}. */
export interface ShapeOptions {
  readonly role: Role;
  readonly opacity?: number;
  readonly outlined?: boolean;
  readonly cut?: boolean;
}

/** Collects SVG markup for one portrait. All numbers are written with at most two decimals, so equal input gives equal text. */
export class Pen {
  readonly ink: Ink;
  private readonly defs: string[] = [];
  private body: string[] = [];
  private count = 0;

  constructor(ink: Ink) {
    this.ink = ink;
  }

  /** A filled shape from path data. */
  shape(path: string, color: Color, options: ShapeOptions): void {
    const { role, opacity = 1, outlined = true, cut = true } = options;
    const painted = this.ink.repaint?.(color, role);
    if (this.ink.cut && cut) {
      this.body.push(`<path d="${path}" transform="translate(6 9)" fill="#1b1020" opacity=".16"/>`);
      this.body.push(`<path d="${path}" transform="translate(3 4)" fill="#1b1020" opacity=".34"/>`);
    }
    const line = this.ink.outline;
    const stroke =
      painted && outlined
        ? ` stroke="${painted.stroke}" stroke-width="${short(line?.width ?? 2)}" stroke-linejoin="round"`
        : line && outlined
          ? ` stroke="${line.color}" stroke-width="${short(line.width)}" stroke-linejoin="round"`
          : '';
    this.body.push(`<path d="${path}" fill="${painted?.fill ?? color}"${alpha(opacity)}${stroke}/>`);
  }

  /** A shape filled with a gradient from `from` to `to` along (x1, y1)-(x2, y2) in picture units; flat inks use the middle colour. */
  ramp(path: string, stops: readonly (readonly [number, Color])[], axis: readonly number[], options: ShapeOptions): void {
    const middle = stops[Math.floor(stops.length / 2)]?.[1] ?? '#808080';
    if (this.ink.shading < 0.2 || this.ink.repaint) {
      this.shape(path, middle, options);
      return;
    }
    this.shape(path, middle, options);
    const id = this.id();
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = axis;
    const marks = stops.map(([at, color]) => `<stop offset="${short(at)}" stop-color="${color}"/>`).join('');
    this.defs.push(
      `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}">${marks}</linearGradient>`,
    );
    this.body.push(`<path d="${path}" fill="url(#${id})"${alpha(options.opacity ?? 1)}/>`);
  }

  /** A soft elliptical patch of light or shadow that fades to nothing at its edge; scaled by the ink's shading. */
  glow(x: number, y: number, rx: number, ry: number, color: Color, opacity: number, turn = 0): void {
    const strength = Math.min(1, opacity * this.ink.shading);
    if (strength < 0.01 || this.ink.repaint) return;
    const id = this.id();
    this.defs.push(
      `<radialGradient id="${id}"><stop offset="0" stop-color="${color}" stop-opacity="${short(strength)}"/>` +
        `<stop offset=".45" stop-color="${color}" stop-opacity="${short(strength * 0.62)}"/>` +
        `<stop offset=".75" stop-color="${color}" stop-opacity="${short(strength * 0.18)}"/>` +
        `<stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient>`,
    );
    const turned = turn === 0 ? '' : ` transform="rotate(${short(turn)} ${short(x)} ${short(y)})"`;
    this.body.push(
      `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(rx)}" ry="${short(ry)}" fill="url(#${id})"${turned}/>`,
    );
  }

  /** A patch that flat inks show too, at half strength and with a hard edge: blush, flush, dark rings. */
  patch(x: number, y: number, rx: number, ry: number, color: Color, opacity: number): void {
    if (this.ink.repaint || opacity < 0.02) return;
    if (this.ink.shading >= 0.2) this.glow(x, y, rx, ry, color, opacity / Math.max(0.6, this.ink.shading));
    else
      this.body.push(
        `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(rx * 0.62)}" ry="${short(ry * 0.62)}" fill="${color}" opacity="${short(opacity * 0.6)}"/>`,
      );
  }

  /** A stroked line from path data. Lines of role `detail` are scaled by the ink's detail. */
  line(path: string, color: Color, width: number, opacity: number, role: Role): void {
    const strength = role === 'detail' ? Math.min(1, opacity * this.ink.detail) : opacity;
    if (strength < 0.03) return;
    const painted = this.ink.repaint?.(color, role);
    this.body.push(
      `<path d="${path}" fill="none" stroke="${painted?.stroke ?? color}" stroke-width="${short(width)}" stroke-linecap="round" stroke-linejoin="round"${alpha(strength)}/>`,
    );
  }

  /** Draws inside a transformed group. */
  group(transform: string, draw: () => void): void {
    this.wrap(`transform="${transform}"`, draw);
  }

  /** Draws out of focus and a little larger, so that the picture's rim has something to blur with; `deviation` being the blur's standard deviation in picture units. */
  soft(deviation: number, draw: () => void): void {
    const id = this.id();
    this.defs.push(
      `<filter id="${id}" filterUnits="userSpaceOnUse" x="-40" y="-40" width="592" height="592"><feGaussianBlur stdDeviation="${short(deviation)}"/></filter>`,
    );
    this.wrap(`filter="url(#${id})"`, () => this.group('translate(-36 -36) scale(1.14)', draw));
  }

  /** Draws with everything outside the path cut off. */
  clip(path: string, draw: () => void): void {
    const id = this.id();
    this.defs.push(`<clipPath id="${id}"><path d="${path}"/></clipPath>`);
    this.wrap(`clip-path="url(#${id})"`, draw);
  }

  /** The whole picture as an SVG document of `size` by `size`, in a space of 512 by 512 units. */
  document(size: number): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 512 512">` +
      `<defs>${this.defs.join('')}</defs>${this.body.join('')}</svg>`
    );
  }

  private wrap(attribute: string, draw: () => void): void {
    const outside = this.body;
    this.body = [];
    draw();
    outside.push(`<g ${attribute}>${this.body.join('')}</g>`);
    this.body = outside;
  }

  private id(): string {
    this.count += 1;
    return `p${this.count}`;
  }
}

function alpha(opacity: number): string {
  return opacity >= 1 ? '' : ` opacity="${short(opacity)}"`;
}
