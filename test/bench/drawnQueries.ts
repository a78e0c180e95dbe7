import { seededRandom } from '../../src/core/scoring/resampling.ts';
import { longReplies } from './readerReplies.ts';

const sorts = ['', '', '', 'sort:-degree', 'sort:generator,-quality', 'sort:errors,label', 'sort:caption', 'sort:-id'];
const joints = [' ', ' or ', ' not ', ' and not '];

/**
 * Queries that nobody thought of, the same ones each time: of up to five conditions, half of them parts of replies and captions that are cut
 * out anywhere, the others about any field.
 */
export function drawnQueries(count: number, seed = 7): readonly string[] {
  const random = seededRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const cut = (text: string): string => {
    const from = below(text.length - 1);
    const part = text.slice(from, from + 1 + below(9)).replaceAll(/["\\\n]/g, ' ');
    return part.trim() === '' ? cut(text) : part;
  };
  const caption = 'A portrait of somebody happy, number 12345 of the whole lot';
  const said = [...longReplies(60).map(({ reply }) => reply), caption, 'Portrait 1532 looks sad, nearly crying.'];
  const about: readonly (() => string)[] = [
    () => `label:${pick(['happy', 'sad', '!worry'])}`,
    () => `pred:${pick(['happy', '!angry', 'none', '!none'])}`,
    () => `model:${pick(['first', 'second'])}`,
    () => `degree>${1 + below(4)}`,
    () => `generator:~${below(10)}`,
    () => `outcome:${pick(['right', 'wrong', 'refused'])}`,
    () => `standing:${pick(['wrong', '!refused'])}`,
    () => `has:${pick(['video', 'error', 'prediction'])}`,
    () => `"${cut('dataset/part-7/portrait_0012345_happy.png')}"`,
    () => `caption:${pick(['~', '!~'])}"${cut(caption)}"`,
    () => `remark:~"${cut('seen 445 times, 12345')}"`,
    () => `serial${pick(['>', '<', ':'])}${below(287_000)}`,
    () => `prompt:${below(800)}`,
  ];
  const condition = (): string => (random() < 0.5 ? `text:"${cut(pick(said))}"` : pick(about)());
  return Array.from({ length: count }, () => {
    let query = condition();
    for (let left = below(5); left > 0; left--) query += pick(joints) + condition();
    return `${query} ${pick(sorts)}`.trim();
  });
}
