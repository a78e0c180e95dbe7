/** The file that says what a folder holds, and by which a sample made before is known again. */
export const NOTE_FILE = 'SAMPLE.md';

/** Raised whenever the same seed would give other files than before. */
export const DRAWING_VERSION = 3;

/** What a finished sample was made from. */
export interface SampleStamp {
  readonly seed: number;
  readonly size: string;
  readonly portraits: number;
}

/** The note's text. While the sample is being drawn it carries no stamp, so that a sample cut short is drawn again. */
export function noteText(stamp: SampleStamp | null): string {
  return `# A sample drawn by code

The portraits in \`dataset/\` were drawn by EmoLens: parametric faces, twelve invented generators, labels and scores computed
from what was drawn. No person is shown, no person rated them, and no text-to-image model was asked.

**This is not MEMO-Bench's data.** It has the layout of MEMO-Bench's release, so that there is something to open; nothing
can be concluded from it about any real model.

Make it again with \`npm run sample\`. ${stamp ? `\n\n${stampLine(stamp)}` : '\n\nBeing drawn, or cut short: not complete.'}
`.replace(/ +$/gm, '');
}

/** The line by which a complete sample is known. */
export function stampLine({ seed, size, portraits }: SampleStamp): string {
  return `Seed ${seed}, size ${size}, ${portraits} portraits, drawing version ${DRAWING_VERSION}.`;
}
