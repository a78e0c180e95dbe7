import { join } from 'node:path';

/** The files that the workers read, by name, and where the packages keep them under `node_modules`. The build copies them. */
export const workerAssets = {
  'mozjpeg_dec.wasm': '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  'mozjpeg_enc.wasm': '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
  'webp_dec.wasm': '@jsquash/webp/codec/dec/webp_dec.wasm',
  'avif_dec.wasm': '@jsquash/avif/codec/dec/avif_dec.wasm',
  'tfjs-backend-wasm.wasm': '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm': '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  'face_expression_model-weights_manifest.json':
    '@vladmandic/face-api/model/face_expression_model-weights_manifest.json',
  'face_expression_model.bin': '@vladmandic/face-api/model/face_expression_model.bin',
  'tiny_face_detector_model-weights_manifest.json':
    '@vladmandic/face-api/model/tiny_face_detector_model-weights_manifest.json',
  'tiny_face_detector_model.bin': '@vladmandic/face-api/model/tiny_face_detector_model.bin',
  'face_landmark_68_tiny_model-weights_manifest.json':
    '@vladmandic/face-api/model/face_landmark_68_tiny_model-weights_manifest.json',
  'face_landmark_68_tiny_model.bin': '@vladmandic/face-api/model/face_landmark_68_tiny_model.bin',
} as const;

/** The name of a file in {@link workerAssets}. */
export type WorkerAsset = keyof typeof workerAssets;

/** Folder of {@link workerAssets} inside `dist/`. */
export const assetFolder = 'assets';

const bundled = process.env['EMOLENS_BUNDLED'] === 'true';

/** Where an asset is: beside the bundle, or in `node_modules` when the sources run as they are. */
export function assetPath(name: WorkerAsset): string {
  return bundled
    ? join(import.meta.dirname, assetFolder, name)
    : join(import.meta.dirname, '../../../node_modules', workerAssets[name]);
}

/** Where the code of a worker is, `name` being its file's name without extension: the bundle or the source. */
export function workerPath(name: string): string {
  return join(import.meta.dirname, bundled ? `${name}.cjs` : `${name}.ts`);
}
