import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js';
import { resample } from '../../src/core/images/resample.ts';
import { decodePicture } from '../../src/platform/node/pictures/imageFormats.ts';
import { editorHome } from '../editor/fetchEditor.ts';
import { inRepository } from '../repository.ts';
import { DEFAULT_SEED, makeSample } from './makeSample.ts';
import { DRAWING_VERSION, NOTE_FILE } from './note.ts';

/** Eight of the twelve generators, one prompt for each emotion: 48 portraits. */
const generators = [
  'atelier-3',
  'brushwork',
  'clayform',
  'graphite',
  'inkpanel',
  'neonwire',
  'papercut',
  'washline',
] as const;

/** Longest side in pixels, and quality of the JPEG: what keeps the whole below 600 kB. */
const picture = { side: 320, quality: 74 } as const;

const note = `# The sample benchmark of EmoLens

48 portraits that a program drew: parametric faces in the styles of eight invented generators. They are not photographs, no
person is shown, no person rated them, and no text-to-image model was asked. Labels and scores are computed from what was drawn.

It has the layout of MEMO-Bench's release (\`annotation_emo.csv\`, \`annotation_quality.csv\`, \`dataset/\`), so that there is
something to try EmoLens on. **It is no benchmark of any paper**, and nothing can be concluded from it about any real model.

Runs and verdicts are kept beside it, in \`.emolens/\`. Delete this folder to begin anew; EmoLens makes a fresh copy when the
sample is opened again.
`;

/**
 * The small benchmark that ships with EmoLens, as a folder to copy from: the layout of MEMO-Bench's release, drawn as `npm run
 * sample` draws, but with small JPEG pictures. It is drawn once and kept, because drawing takes longer than all the rest of a build.
 */
export async function shippedSample(): Promise<string> {
  const made = JSON.stringify({ generators, picture, note, drawing: DRAWING_VERSION, seed: DEFAULT_SEED });
  const folder = join(editorHome, `shipped-sample-${createHash('sha256').update(made).digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(editorHome, { recursive: true });
  const scratch = mkdtempSync(join(editorHome, 'drawing-'));
  try {
    await drawInto(join(scratch, 'sample'), join(scratch, 'drawn'));
    // Only a whole sample ever has this name.
    renameSync(join(scratch, 'sample'), folder);
  } catch (error) {
    // Another build may have been quicker.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

async function drawInto(folder: string, drawn: string): Promise<void> {
  await makeSample({ folder: drawn, perCell: 1, generators });
  mkdirSync(join(folder, 'dataset'), { recursive: true });
  const wasm = readFileSync(inRepository('node_modules/@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
  await init({ wasmBinary: wasm, locateFile: (name: string) => name } as unknown as Parameters<typeof init>[0]);
  for (const name of readdirSync(join(drawn, 'dataset'))) {
    const decoded = await decodePicture(readFileSync(join(drawn, 'dataset', name)));
    if (!decoded.ok) throw new Error(`${name}: ${decoded.error.kind}`);
    const small = resample(decoded.value, picture.side, picture.side, 'lanczos3');
    const image = { ...small, colorSpace: 'srgb' } as Parameters<typeof encodeJpeg>[0];
    const bytes = new Uint8Array(await encodeJpeg(image, { quality: picture.quality }));
    writeFileSync(join(folder, 'dataset', name.replace(/\.png$/, '.jpg')), bytes);
  }
  for (const table of ['annotation_emo.csv', 'annotation_quality.csv'])
    writeFileSync(join(folder, table), readFileSync(join(drawn, table), 'utf8').replaceAll('.png', '.jpg'));
  writeFileSync(join(folder, NOTE_FILE), note);
}
