import { readFileSync } from 'node:fs';
import decodeAvifInto, { init as initAvifDecoder } from '@jsquash/avif/decode.js';
import decodeJpegInto, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpegFrom, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import decodeWebpInto, { init as initWebpDecoder } from '@jsquash/webp/decode.js';
import { avifOrientation } from '../../../core/images/avifTurn.ts';
import { turned } from '../../../core/images/turn.ts';
import { admitImage } from '../../../core/images/admit.ts';
import type { ImageMime } from '../../../core/images/sniff.ts';
import type { EncodedImage, ImageError, Pixels } from '../../../core/ports.ts';
import { err, ok } from '../../../core/result.ts';
import type { Result } from '../../../core/result.ts';
import { firstFrame, onCanvas } from './animatedWebp.ts';
import { decodeBmp } from './bmpPicture.ts';
import { decodeCmykJpeg } from './cmykJpeg.ts';
import { decodeGif } from './gifPicture.ts';
import { decodePng, encodePng } from './png.ts';
import { decodeTiff } from './tiffPicture.ts';
import { UnknownKind } from './unknownKind.ts';
import { assetPath } from '../workerAssets.ts';
import type { WorkerAsset } from '../workerAssets.ts';

/** What the decoders write where a program would print: the JPEG library tells of broken data only there. */
const printed: string[] = [];

type Init = typeof initJpegDecoder;

/** A WebAssembly codec, made anew after a failure, since a trap leaves its memory in no known state. */
class Codec {
  readonly #asset: WorkerAsset;
  readonly #init: Init;
  #wasmBinary: Uint8Array | undefined;
  #ready = false;

  constructor(asset: WorkerAsset, init: Init) {
    this.#asset = asset;
    this.#init = init;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#ready) await this.#start();
    try {
      return await work();
    } catch (error) {
      this.#ready = false;
      throw error;
    }
  }

  async #start(): Promise<void> {
    this.#wasmBinary ??= readFileSync(assetPath(this.#asset));
    const print = (line: string) => printed.push(line);
    // Handing over the bytes and a `locateFile` keeps the package from looking for its file beside a script's address.
    const options = { wasmBinary: this.#wasmBinary, print, printErr: print, locateFile: (name: string) => name };
    await this.#init(options as Parameters<Init>[0]);
    this.#ready = true;
  }
}

const jpegDecoder = new Codec('mozjpeg_dec.wasm', initJpegDecoder);
const jpegEncoder = new Codec('mozjpeg_enc.wasm', initJpegEncoder);
const webpDecoder = new Codec('webp_dec.wasm', initWebpDecoder);
const avifDecoder = new Codec('avif_dec.wasm', initAvifDecoder as unknown as Init);

/**
 * Decodes a picture into RGBA on the calling thread, for use inside a worker: JPEG and TIFF turned upright as they say, of GIF,
 * animated WebP and TIFF the first picture. Whatever is wrong with the file is an error value; a picture that decodes only in part counts as corrupt.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Result<Pixels, ImageError>> {
  const admitted = admitImage(bytes);
  if (!admitted.ok) return admitted;
  try {
    const { width, height, data } = await decoders[admitted.value.mime](bytes);
    // A header that promises another size than the data gives has lied about the memory that it would take, too.
    if (data.length !== width * height * 4 || width === 0) return corrupt(admitted.value.mime, 'wrong size');
    return ok({ width, height, data });
  } catch (error) {
    if (error instanceof UnknownKind)
      return err({ kind: 'unknownImageType', detail: `${admitted.value.mime}: ${error.message}` });
    return corrupt(admitted.value.mime, error instanceof Error ? error.message : 'the data cannot be decoded');
  }
}

/** Encodes as JPEG of quality 90 where every pixel is opaque, else as PNG. */
export async function encodePicture(pixels: Pixels): Promise<EncodedImage> {
  if (!isOpaque(pixels)) return { bytes: encodePng(pixels), mime: 'image/png' };
  const image = { ...pixels, colorSpace: 'srgb' } as Parameters<typeof encodeJpegFrom>[0];
  const encoded = await jpegEncoder.run(() => encodeJpegFrom(image, { quality: 90 }));
  return { bytes: new Uint8Array(encoded), mime: 'image/jpeg' };
}

const decoders: Readonly<Record<ImageMime, (bytes: Uint8Array) => Promise<Pixels>>> = {
  'image/png': async (bytes) => decodePng(bytes),
  'image/gif': async (bytes) => decodeGif(bytes),
  'image/bmp': async (bytes) => decodeBmp(bytes),
  'image/tiff': (bytes) => decodeTiff(bytes, decodeJpeg),
  'image/avif': async (bytes) =>
    turned(await avifDecoder.run(async () => pixelsOf(await decodeAvifInto(bufferOf(bytes)))), avifOrientation(bytes)),
  'image/jpeg': decodeJpeg,
  'image/webp': decodeWebp,
};

/** The package decodes no animation. */
async function decodeWebp(bytes: Uint8Array): Promise<Pixels> {
  const frame = firstFrame(bytes);
  const decode = (still: Uint8Array) => webpDecoder.run(async () => pixelsOf(await decodeWebpInto(bufferOf(still))));
  return frame === undefined ? decode(bytes) : onCanvas(await decode(frame.still), frame);
}

async function decodeJpeg(bytes: Uint8Array): Promise<Pixels> {
  try {
    return await decodeRgbJpeg(bytes);
  } catch (error) {
    // The library knows no colours of printing.
    if (error instanceof Error && /unsupported color conversion/i.test(error.message)) return decodeCmykJpeg(bytes);
    throw error;
  }
}

async function decodeRgbJpeg(bytes: Uint8Array): Promise<Pixels> {
  printed.length = 0;
  const image = await jpegDecoder.run(async () => {
    try {
      return pixelsOf(await decodeJpegInto(bufferOf(bytes), { preserveOrientation: true }));
    } catch {
      throw new Error(printed[0] ?? 'the data cannot be decoded');
    }
  });
  // The library fills what is missing with grey and goes on. Stray bytes between segments harm nothing: cameras leave them.
  const broken = printed.find((line) => /premature end|corrupt jpeg/i.test(line) && !/extraneous bytes/i.test(line));
  if (broken !== undefined) throw new Error(broken);
  return image;
}

/** The packages ask for an `ArrayBuffer` by type and take any bytes in fact: this spares a copy. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes as unknown as ArrayBuffer;
}

/** The packages give a browser's `ImageData`, which is no type here. */
function pixelsOf(image: unknown): Pixels {
  return image as Pixels;
}

function corrupt(mime: string, detail: string): Result<never, ImageError> {
  return err({ kind: 'corruptImage', detail: `${mime}: ${detail}` });
}

function isOpaque({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}
