import { mix } from './color.ts';
import { circle } from './eyes.ts';
import { polygon, smooth } from './geometry.ts';
import type { Pen } from './pen.ts';
import type { Random } from './random.ts';
import type { Subject } from './subject.ts';

const PLAIN = { role: 'backdrop', outlined: false, cut: false } as const;

/** What stands behind the person, over the whole picture (512 by 512 units). */
export function drawBackdrop(pen: Pen, subject: Subject, random: Random): void {
  const { kind } = subject.backdrop;
  const plain = pen.ink.backdrop === 'drawn' || pen.ink.backdrop === 'soft' ? null : pen.ink.backdrop;
  const color = plain ? mix(plain, subject.backdrop.color, plain === '#ffffff' ? 0 : 0.45) : subject.backdrop.color;
  const accent = plain ? mix(color, subject.backdrop.accent, 0.3) : subject.backdrop.accent;
  const side = subject.lightSide;
  const whole = 'M0 0H512V512H0Z';
  pen.ramp(whole, [[0, mix(color, '#ffffff', 0.3)], [0.55, color], [1, mix(accent, '#20242c', 0.25)]], [side > 0 ? 512 : 0, 0, side > 0 ? 0 : 512, 512], PLAIN); // prettier-ignore
  if (pen.ink.split) return drawRays(pen, color, accent);
  if (plain) return;
  switch (kind) {
    case 'studio':
      break;
    case 'bokeh':
      for (let index = 0; index < 16; index++) {
        const tint = mix(random.chance(0.5) ? accent : '#fff3d6', color, random.between(0.1, 0.5));
        pen.shape(circle(random.between(0, 512), random.between(0, 430), random.between(14, 46)), tint, { ...PLAIN, opacity: random.between(0.22, 0.5) }); // prettier-ignore
      }
      break;
    case 'window': {
      const x = side > 0 ? 352 : 20;
      const sky = mix('#eef6fb', color, 0.25);
      const pane = `M${x} 24H${x + 140}V330H${x}Z`;
      pen.shape(pane, sky, PLAIN);
      const hill = smooth([[x - 20, 400], [x - 20, 262], [x + 50, 226], [x + 100, 244], [x + 160, 214], [x + 160, 400]], true); // prettier-ignore
      pen.clip(pane, () => pen.shape(hill, mix(accent, '#6f8f6a', 0.5), { ...PLAIN, opacity: 0.6 }));
      for (const bar of [x, x + 70, x + 140]) pen.line(`M${bar} 20V334`, mix(accent, '#3a3230', 0.3), 8, 1, 'backdrop');
      for (const bar of [22, 176, 332]) pen.line(`M${x} ${bar}H${x + 140}`, mix(accent, '#3a3230', 0.3), 8, 1, 'backdrop');
      break;
    }
    case 'hills':
      pen.shape(`M0 0H512V300H0Z`, mix(color, '#dcebf4', 0.5), { ...PLAIN, opacity: 0.7 });
      for (const [y, share] of [[250, 0.2], [310, 0.55], [380, 0.85]] as const) {
        const ridge = [0, 100, 210, 330, 430, 512].map((x) => [x, y + random.between(-34, 34)] as const);
        pen.shape(`${smooth(ridge)}L512 512L0 512Z`, mix(mix(color, '#86a886', 0.5), mix(accent, '#3d5c4c', 0.5), share), PLAIN);
      }
      break;
    case 'arches':
      for (const x of [-40, 130, 300, 470]) {
        pen.shape(`M${x} 512V190A62 74 0 0 1 ${x + 124} 190V512Z`, mix(color, accent, 0.55), { ...PLAIN, opacity: 0.75 });
      }
      pen.line(polygon([[0, 92], [512, 92]], false), mix(color, accent, 0.7), 10, 0.5, 'backdrop'); // prettier-ignore
      break;
    case 'sun':
      pen.shape(circle(256 + side * 70, 180, 190), mix(accent, '#fff0cf', 0.35), { ...PLAIN, opacity: 0.75 });
      pen.shape(smooth([[0, 420], [130, 396], [270, 414], [400, 388], [512, 404]]) + 'L512 512L0 512Z', mix(accent, '#2d3142', 0.3), { ...PLAIN, opacity: 0.6 }); // prettier-ignore
      break;
  }
  pen.glow(256 + side * 120, 120, 330, 300, '#ffffff', 0.28);
  pen.glow(256 - side * 250, 470, 330, 330, '#171a26', 0.36);
}

function drawRays(pen: Pen, color: string, accent: string): void {
  const bold = mix(color, accent, 0.75);
  for (let ray = 0; ray < 12; ray++) {
    const at = (angle: number): string => `${256 + Math.round(Math.cos(angle) * 480)} ${250 + Math.round(Math.sin(angle) * 480)}`;
    const from = (ray / 12) * Math.PI * 2;
    pen.shape(`M256 250L${at(from)}L${at(from + Math.PI / 12)}Z`, bold, PLAIN);
  }
}
