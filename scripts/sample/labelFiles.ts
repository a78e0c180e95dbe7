import type { PlannedPortrait } from './plan.ts';
import { randomFrom } from './random.ts';

/** Share of rows whose file name is written without its extension, as people who hold the release report. */
const BARE_SHARE = 0.06;

/**
 * `annotation_emo.csv`: `Image,Score,Distortions`, the last holding the emotion label that raters see. UTF-8 with a byte
 * order mark, lines ended by CR LF; about one row in sixteen names its image without `.png`, at least one in any sample.
 */
export function emotionTable(plan: readonly PlannedPortrait[], seed: number): string {
  const names = imageNames(plan, randomFrom('emotion names', seed));
  const rows = plan.map((portrait, index) => `${names[index]},${portrait.degreeScore.toFixed(2)},${portrait.perceived}`);
  return `\uFEFF${['Image,Score,Distortions', ...rows].join('\r\n')}\r\n`;
}

/** `annotation_quality.csv`: `Image,Quality`. UTF-8, no byte order mark; other rows than in the emotion table lack `.png`. */
export function qualityTable(plan: readonly PlannedPortrait[], seed: number): string {
  const names = imageNames(plan, randomFrom('quality names', seed));
  const rows = plan.map((portrait, index) => `${names[index]},${portrait.qualityScore.toFixed(2)}`);
  return `${['Image,Quality', ...rows].join('\r\n')}\r\n`;
}

function imageNames(plan: readonly PlannedPortrait[], random: ReturnType<typeof randomFrom>): string[] {
  const always = Math.floor(random.next() * plan.length);
  return plan.map(({ file }, index) => (random.chance(BARE_SHARE) || index === always ? file.replace(/\.png$/, '') : file));
}
