import { mix } from './color.ts';
import { mirrored, polygon, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';

/** Neck, shoulders and clothes, in the head's units; they do not turn with the head. */
export function drawBody(pen: Pen, frame: Frame): void {
  const { subject, drop } = frame;
  const { skin, feminine } = subject;
  const neck = feminine ? 50 : 62;
  const wide = feminine ? 182 : 212;
  const right: Point[] = [[neck, 90], [neck - 3, 150], [neck + 3, 186], [neck + 40, 210], [wide, 238], [wide + 26, 320], [0, 330]]; // prettier-ignore
  const torso = smooth([[0, 90], ...right, ...mirrored(right.slice(0, -1))], true);
  pen.ramp(torso, [[0, mix(skin.base, skin.shade, 0.7)], [0.45, mix(skin.base, skin.shade, 0.25)], [1, skin.base]], [0, 150, 0, 290], { role: 'skin' }); // prettier-ignore
  pen.clip(torso, () => {
    // The jaw's shadow separates head and neck.
    pen.glow(-subject.lightSide * 14, 168 + drop, 96, 46, skin.deep, 0.72);
    pen.glow(-subject.lightSide * (neck - 6), 190, 30, 60, skin.deep, 0.35);
    for (const side of [-1, 1]) {
      pen.line(smooth([[side * (neck - 18), 168], [side * 22, 206], [side * 8, 226]]), skin.deep, 3, 0.26, 'detail');
      pen.line(smooth([[side * 12, 232], [side * 60, 226], [side * 110, 234]]), skin.deep, 3, 0.26, 'detail');
    }
  });
  drawClothes(pen, frame, neck, wide);
}

function drawClothes(pen: Pen, frame: Frame, neck: number, wide: number): void {
  const { clothes, lightSide } = frame.subject;
  const dark = mix(clothes.color, '#0d0b16', 0.4);
  const light = mix(clothes.color, '#ffffff', 0.2);
  const garment = (collar: readonly Point[], color = clothes.color): string => {
    const sleeve: Point[] = [[wide + 2, 234], [wide + 34, 290], [wide + 44, 340]];
    const path = smooth([...mirrored(sleeve), ...mirrored(collar), ...collar.slice(collar[0]?.[0] === 0 ? 1 : 0), ...sleeve], true);
    pen.ramp(path, [[0, mix(color, '#ffffff', 0.16)], [0.5, color], [1, mix(color, '#0d0b16', 0.32)]], [lightSide * 150, 190, -lightSide * 150, 300], { role: 'cloth' }); // prettier-ignore
    return path;
  };
  const folds = (): void => {
    for (const side of [-1, 1]) pen.line(smooth([[side * (wide - 34), 300], [side * (wide - 46), 268], [side * (wide - 22), 250]]), dark, 3, 0.4, 'detail'); // prettier-ignore
  };
  switch (clothes.kind) {
    case 'tee': {
      const collar: Point[] = [[0, 232], [36, 224], [neck + 6, 200], [neck + 42, 208], [neck + 90, 220]];
      garment(collar);
      const rib = collar.slice(0, 3);
      pen.line(smooth([...mirrored(rib).slice(0, -1), ...rib]), dark, 6, 0.55, 'feature');
      break;
    }
    case 'scoop':
      garment([[0, 262], [40, 254], [neck + 22, 218], [neck + 58, 214], [neck + 96, 224]]);
      break;
    case 'turtleneck': {
      const roll: Point[] = [[0, 196], [neck * 0.6, 190], [neck + 5, 172], [neck + 10, 196], [neck + 8, 212], [neck * 0.6, 228]];
      garment([[0, 214], [neck, 204], [neck + 40, 208], [neck + 90, 220]]);
      pen.shape(smooth([...roll, [0, 232], ...mirrored(roll.slice(1))], true), light, { role: 'cloth' });
      for (let x = -neck + 8; x < neck; x += 12) pen.line(`M${x} ${200 - Math.abs(x) * 0.2}L${x * 1.05} ${226 - Math.abs(x) * 0.2}`, dark, 2, 0.3, 'detail');
      break;
    }
    case 'hoodie': {
      garment([[0, 236], [40, 226], [neck + 8, 198], [neck + 46, 200], [neck + 90, 216]]);
      const hood: Point[] = [[10, 244], [38, 232], [neck + 4, 190], [neck + 34, 186], [neck + 46, 214], [neck + 10, 246], [30, 268]];
      for (const side of [-1, 1]) {
        pen.shape(smooth(side === 1 ? hood : mirrored(hood), true), mix(clothes.color, side === lightSide ? '#ffffff' : '#0d0b16', 0.13), { role: 'cloth' }); // prettier-ignore
        pen.line(smooth([[side * 26, 250], [side * 30, 280], [side * 27, 310]]), '#f2eee6', 4, 0.85, 'feature');
      }
      break;
    }
    case 'shirt': {
      garment([[0, 262], [20, 244], [neck + 2, 200], [neck + 42, 206], [neck + 90, 220]]);
      const wing: Point[] = [[4, 250], [neck - 6, 192], [neck + 10, 190], [neck + 26, 222], [34, 276]];
      for (const side of [-1, 1]) pen.shape(polygon(wing.map(([x, y]): Point => [side * x, y])), light, { role: 'cloth' });
      pen.line('M0 258L0 340', dark, 2.5, 0.5, 'feature');
      break;
    }
    case 'blazer': {
      garment([[0, 238], [32, 228], [neck + 4, 202], [neck + 42, 208], [neck + 90, 220]], clothes.under);
      for (const side of [-1, 1]) {
        const front: Point[] = [[neck + 4, 200], [neck + 60, 208], [wide + 8, 232], [wide + 60, 340], [20, 340], [16, 320]];
        pen.shape(polygon(front.map(([x, y]): Point => [side * x, y])), side === lightSide ? clothes.color : mix(clothes.color, '#0d0b16', 0.22), { role: 'cloth' }); // prettier-ignore
        const lapel: Point[] = [[neck + 2, 196], [neck + 30, 206], [neck + 24, 250], [18, 322]];
        pen.shape(polygon(lapel.map(([x, y]): Point => [side * x, y])), mix(clothes.color, '#ffffff', side === lightSide ? 0.12 : 0.04), { role: 'cloth' }); // prettier-ignore
      }
      break;
    }
  }
  folds();
}
