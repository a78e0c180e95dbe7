import { mix } from './color.ts';
import { circle } from './eyes.ts';
import { clamp, lerp, mirrored, moved, smooth, type Point } from './geometry.ts';
import type { Frame } from './head.ts';
import type { Pen } from './pen.ts';
import type { Random } from './random.ts';
import type { HairStyle } from './subject.ts';

/** The hair behind the head and shoulders. */
export function drawHairBehind(pen: Pen, frame: Frame, random: Random): void {
  const { hair } = frame.subject;
  const s = frame.subject.width;
  const back = (points: Point[], strands = 26): void => {
    const wide = moved(points, 0, 0, s);
    const outline = [...wide, ...mirrored(wide.slice(1, -1))];
    const path = smooth(outline, true);
    pen.ramp(path, [[0, hair.color], [0.55, mix(hair.color, hair.dark, 0.45)], [1, hair.dark]], [0, -180, 0, 250], { role: 'hair' }); // prettier-ignore
    pen.clip(path, () => {
      for (let index = 0; index < strands; index++) {
        const side = index % 2 === 0 ? 1 : -1;
        const reach = random.between(0.7, 1.25);
        const strand = wide.slice(2).map(([x, y]): Point => [side * x * reach * random.between(0.97, 1.03), y]);
        pen.line(smooth(strand), random.chance(0.5) ? hair.light : hair.dark, random.between(1.5, 4), 0.3, 'detail');
      }
    });
  };
  switch (hair.style) {
    case 'long':
      back([[0, -188], [80, -170], [128, -110], [142, -20], [146, 80], [152, 170], [150, 250], [110, 290], [0, 290]]); // prettier-ignore
      break;
    case 'wavy':
      back([[0, -192], [86, -174], [138, -112], [148, -40], [164, 20], [152, 72], [176, 124], [160, 178], [178, 226], [128, 270], [0, 280]]); // prettier-ignore
      break;
    case 'bob':
      back([[0, -190], [84, -172], [136, -110], [150, -20], [154, 60], [142, 128], [112, 148], [0, 140]]); // prettier-ignore
      break;
    case 'ponytail':
      pen.group(`translate(${frame.subject.turn > 0 ? -1 : 1} 0)`, () => {
        const side = frame.subject.turn > 0 ? -1 : 1;
        const tail: Point[] = [[70, -150], [128, -160], [172, -110], [184, -20], [168, 80], [150, 150], [138, 90], [140, 0], [118, -80]]; // prettier-ignore
        pen.shape(smooth(moved(tail, 0, 0, side), true), mix(hair.color, hair.dark, 0.35), { role: 'hair' });
        for (let index = 0; index < 6; index++) {
          const strand: Point[] = [[100, -140], [148 - index * 2, -100], [150 + index * 4, -10], [146 + index * 2, 110]];
          pen.line(smooth(moved(strand, 0, 0, side)), index % 2 ? hair.light : hair.dark, 2.5, 0.4, 'detail');
        }
      });
      break;
    case 'bun':
      pen.ramp(circle(0, -196, 54), [[0, hair.light], [0.5, hair.color], [1, hair.dark]], [0, -250, 0, -150], { role: 'hair' }); // prettier-ignore
      for (const r of [20, 32, 44]) pen.line(`M${-r} -190A${r} ${r} 0 0 1 ${r} -196`, hair.dark, 2.5, 0.45, 'detail');
      break;
    case 'afro':
      drawPuffs(pen, frame, random, [0, -74], [172 * s, 150], 46);
      break;
    case 'curls':
      drawPuffs(pen, frame, random, [0, -72], [136 * s, 120], 34);
      break;
    case 'scarf':
      back([[0, -196], [90, -178], [142, -112], [154, -10], [152, 90], [150, 150], [190, 230], [220, 300], [0, 300]], 0); // prettier-ignore
      break;
    default:
  }
}

/** The hair that falls over forehead and temples. */
export function drawHairFront(pen: Pen, frame: Frame, random: Random): void {
  const { hair, width } = frame.subject;
  const { outer, inner } = capOf(hair.style, frame.subject.lightSide);
  if (outer.length === 0) {
    if (hair.style === 'bald') pen.glow(frame.subject.lightSide * 34, -128, 46, 26, '#ffffff', 0.4);
    return;
  }
  const out = moved(outer, 0, 0, width);
  const into = moved(inner, 0, 0, width);
  const path = smooth([...out, ...[...into].reverse()], true);
  // The hair's shadow on the skin, so that it lies on the head and not in it.
  pen.clip(frame.outlinePath, () => {
    if (pen.ink.shading >= 0.2 && !pen.ink.repaint) {
      pen.shape(smooth([...out, ...[...moved(into, 0, 7)].reverse()], true), frame.subject.skin.deep, { role: 'hair', outlined: false, cut: false, opacity: 0.3 }); // prettier-ignore
    }
  });
  const side = frame.subject.lightSide;
  pen.ramp(path, [[0, mix(hair.color, hair.light, 0.55)], [0.45, hair.color], [1, hair.dark]], [side * 60, -190, -side * 70, 10], { role: 'hair' }); // prettier-ignore
  pen.clip(path, () => {
    if (hair.style === 'scarf') {
      for (const y of [-150, -128, -100]) pen.line(smooth([[-120, y + 66], [-40, y + 6], [50, y], [122, y + 70]]), hair.dark, 3, 0.4, 'detail'); // prettier-ignore
      return;
    }
    drawStrands(pen, frame, random, out, into);
  });
  if (hair.style === 'afro' || hair.style === 'curls') drawFringePuffs(pen, frame, random, into);
}

interface Cap {
  readonly outer: readonly Point[];
  readonly inner: readonly Point[];
}

/** Outer edge and hairline from the picture's left temple to the right one, for a head of width 1. */
function capOf(style: HairStyle, light: -1 | 1): Cap {
  const dome = (lift: number, side: number, low: number): Point[] => {
    const right: Point[] = [[0, -178 - lift], [58, -170 - lift * 0.9], [102 + side * 0.6, -138 - lift * 0.4], [121 + side, -86], [124 + side, -30], [120 + side * 0.6, low]]; // prettier-ignore
    return [...mirrored(right).slice(0, -1), ...right];
  };
  const flip = (points: Point[]): Point[] => (light === 1 ? points : mirrored(points));
  switch (style) {
    case 'long':
    case 'wavy': {
      // A middle parting with curtains down both cheeks.
      const lock: Point[] = [[138, 60], [132, 140]];
      const outer = dome(12, 14, 0);
      return {
        outer: [...mirrored(lock), ...outer, ...lock],
        inner: [[-118, 142], [-113, 50], [-108, -20], [-84, -74], [-40, -112], [0, -138], [40, -112], [84, -74], [108, -20], [113, 50], [118, 142]], // prettier-ignore
      };
    }
    case 'bob': {
      const lock: Point[] = [[140, 50], [126, 116]];
      return {
        outer: [...mirrored(lock), ...dome(12, 16, 0), ...lock],
        inner: [[-110, 118], [-110, 44], [-107, -20], [-98, -58], [-60, -72], [-20, -69], [20, -69], [60, -72], [98, -58], [107, -20], [110, 44], [110, 118]], // prettier-ignore
      };
    }
    case 'bun':
    case 'ponytail':
      return { outer: dome(6, 2, 6), inner: [[-113, 4], [-108, -40], [-94, -84], [-56, -116], [0, -126], [56, -116], [94, -84], [108, -40], [113, 4]] }; // prettier-ignore
    case 'pixie':
      return { outer: dome(14, 8, 20), inner: flip([[-113, 24], [-108, -26], [-100, -64], [-66, -74], [-20, -78], [30, -92], [66, -112], [96, -76], [108, -30], [113, 24]]) }; // prettier-ignore
    case 'sideParted':
      return { outer: dome(14, 4, 16), inner: flip([[-114, 18], [-109, -34], [-100, -82], [-60, -96], [-10, -104], [36, -118], [58, -128], [92, -92], [109, -38], [114, 18]]) }; // prettier-ignore
    case 'quiff':
      return { outer: flip([[-122, 14], [-125, -34], [-122, -90], [-112, -146], [-76, -190], [-20, -208], [36, -200], [88, -166], [118, -104], [125, -34], [122, 14]]), inner: flip([[-114, 16], [-110, -36], [-102, -86], [-70, -112], [-24, -124], [24, -124], [70, -112], [102, -86], [110, -36], [114, 16]]) }; // prettier-ignore
    case 'crew':
      return { outer: dome(3, -1, 2), inner: [[-116, 4], [-112, -40], [-101, -88], [-72, -112], [-30, -120], [30, -120], [72, -112], [101, -88], [112, -40], [116, 4]] }; // prettier-ignore
    case 'receding':
      return { outer: dome(2, 3, 18), inner: [[-114, 20], [-111, -34], [-106, -88], [-86, -136], [-52, -148], [-24, -132], [0, -128], [24, -132], [52, -148], [86, -136], [106, -88], [111, -34], [114, 20]] }; // prettier-ignore
    case 'afro':
    case 'curls':
      return { outer: dome(10, 8, 14), inner: [[-114, 12], [-109, -34], [-98, -80], [-64, -106], [-22, -112], [22, -112], [64, -106], [98, -80], [109, -34], [114, 12]] }; // prettier-ignore
    case 'scarf': {
      const drape: Point[] = [[146, 70], [118, 150], [60, 196]];
      return {
        outer: [...mirrored(drape), ...dome(18, 22, 0), ...drape],
        inner: [[-56, 186], [-104, 126], [-112, 40], [-109, -30], [-92, -84], [-50, -116], [0, -124], [50, -116], [92, -84], [109, -30], [112, 40], [104, 126], [56, 186]], // prettier-ignore
      };
    }
    case 'bald':
      return { outer: [], inner: [] };
  }
}

function drawStrands(pen: Pen, frame: Frame, random: Random, outer: readonly Point[], inner: readonly Point[]): void {
  const { hair, lightSide } = frame.subject;
  const at = (points: readonly Point[], share: number): Point => {
    const place = share * (points.length - 1);
    const from = points[Math.floor(place)] ?? [0, 0];
    const to = points[Math.ceil(place)] ?? from;
    return [lerp(from[0], to[0], place % 1), lerp(from[1], to[1], place % 1)];
  };
  const between = (along: number, across: number): Point => {
    const [o, i] = [at(outer, along), at(inner, along)];
    return [lerp(i[0], o[0], across), lerp(i[1], o[1], across)];
  };
  const strands = hair.style === 'afro' || hair.style === 'curls' ? 8 : 46;
  for (let index = 0; index < strands; index++) {
    const across = random.between(0.02, 1);
    const start = random.between(0, 0.75);
    const end = start + random.between(0.15, 0.42);
    const points = [0, 0.33, 0.66, 1].map((share) => between(Math.min(1, lerp(start, end, share)), across + 0.08 * share - 0.04));
    pen.line(smooth(points), random.chance(0.45) ? hair.light : hair.dark, random.between(1, 2.8), 0.34, 'detail');
  }
  pen.glow(lightSide * 48, -150, 66, 26, mix(hair.light, '#ffffff', 0.25), 0.45, lightSide * 24);
}

function drawPuffs(pen: Pen, frame: Frame, random: Random, [x, y]: Point, [rx, ry]: Point, size: number): void {
  const { hair, lightSide } = frame.subject;
  const bumps = 17;
  const edge: Point[] = Array.from({ length: bumps * 2 }, (_, index): Point => {
    const angle = (index / (bumps * 2)) * Math.PI * 2;
    const bump = 1 + (index % 2 === 0 ? 0.05 : -0.025) + random.between(-0.012, 0.012);
    return [x + Math.cos(angle) * rx * bump, y + Math.sin(angle) * ry * bump];
  });
  const path = smooth(edge, true);
  pen.ramp(path, [[0, hair.light], [0.3, hair.color], [1, hair.dark]], [lightSide * rx, y - ry, -lightSide * rx, y + ry], { role: 'hair' }); // prettier-ignore
  pen.clip(path, () => {
    for (let index = 0; index < 90; index++) drawCurl(pen, frame, random, [x + random.between(-1, 1) * rx, y + random.between(-1, 1) * ry], size * random.between(0.2, 0.5)); // prettier-ignore
  });
}

function drawFringePuffs(pen: Pen, frame: Frame, random: Random, line: readonly Point[]): void {
  const { hair } = frame.subject;
  for (let index = 0; index < 15; index++) {
    const place = 1 + (index / 14) * (line.length - 3);
    const from = line[Math.floor(place)] ?? [0, 0];
    const to = line[Math.ceil(place)] ?? from;
    const [x, y] = [lerp(from[0], to[0], place % 1), lerp(from[1], to[1], place % 1) - 8];
    const tone = pen.ink.shading < 0.2 ? hair.color : mix(hair.color, hair.dark, 0.12 + 0.5 * clamp((y + 120) / 130));
    pen.shape(circle(x, y, random.between(11, 15)), tone, { role: 'hair', cut: false, outlined: false });
    drawCurl(pen, frame, random, [x, y], random.between(6, 10));
    drawCurl(pen, frame, random, [x, y - 14], random.between(6, 12));
  }
}

function drawCurl(pen: Pen, frame: Frame, random: Random, [x, y]: Point, r: number): void {
  const { hair } = frame.subject;
  const turn = random.between(0, Math.PI * 2);
  const points = [0, 0.9, 1.8, 2.7].map((step): Point => [x + Math.cos(turn + step) * r, y + Math.sin(turn + step) * r]);
  pen.line(smooth(points), random.chance(0.5) ? hair.light : hair.dark, random.between(1.5, 3), 0.36, 'detail');
}
