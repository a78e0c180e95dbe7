import type { Item } from '../../benchmark/item.ts';
import { imageSize, mostPixels, sniffImage } from '../../images/sniff.ts';
import type { ImageMime } from '../../images/sniff.ts';
import { holdsTogether } from '../../images/jpegTables.ts';
import { checksumsHold } from '../../images/pngEnd.ts';
import { isWholeImage } from '../../images/wholeImage.ts';
import type { Failure } from '../../models/failure.ts';
import type { SentImage } from '../../models/model.ts';
import type { EncodedImage, Hasher, ImageError } from '../../ports.ts';
import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import type { FrameSource } from '../../video/frameSource.ts';
import type { SentCrop } from '../crops.ts';
import { framePlanOf, frameTimes } from '../frames.ts';
import type { FramePlan } from '../frames.ts';
import type { EvaluatePorts } from '../plan.ts';
import type { RunRecord } from '../runRecord.ts';
import type { Strategy } from '../strategies.ts';

/** A larger file is not read: no server that we know takes one, and it would fill the memory. Bytes. */
export const largestFile = 64 * 2 ** 20;

/** A picture's file, read and hashed, or a video's, hashed and not held; or why it cannot be sent, with the hash where it could be read. */
export type Picture =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      readonly mime: string;
      readonly sha256: string;
      readonly video?: string;
    }
  | { readonly ok: false; readonly failure: Failure; readonly sha256?: string };

/** Reads and hashes a picture's file and tells its true type by its bytes. What is no picture, too large or cut off is not sent anywhere. */
export async function readPicture(
  item: Item,
  ports: Pick<EvaluatePorts, 'images' | 'hasher' | 'video'>,
): Promise<Picture> {
  if (item.media === 'video') return readVideo(item, ports.video);
  const read = await wholeFile(item.path, ports.images);
  if (!read.ok) return { ok: false, failure: read.error };
  const bytes = read.value;
  const sha256 = await ports.hasher.sha256(bytes);
  const judged = judge(bytes, ports.hasher);
  return judged.ok ? { ok: true, bytes, mime: judged.value, sha256 } : { ok: false, sha256, failure: judged.error };
}

/** Why {@link readPicture} would not send a picture; nothing for one that it would, and for videos, whose decoder is asked then. */
export async function pictureFault(
  item: Item,
  ports: Pick<EvaluatePorts, 'images' | 'hasher'>,
): Promise<Failure | undefined> {
  if (item.media === 'video') return undefined;
  const read = await wholeFile(item.path, ports.images);
  const judged = read.ok ? judge(read.value, ports.hasher) : read;
  return judged.ok ? undefined : judged.error;
}

async function wholeFile(path: string, images: EvaluatePorts['images']): Promise<Result<Uint8Array, Failure>> {
  const read = await images.readHead(path, largestFile + 1);
  if (!read.ok) return err({ kind: 'unreadableImage', detail: `${read.error.kind}: ${path}` });
  return read.value.length > largestFile
    ? err({ kind: 'oversizedImage', detail: `more than ${largestFile} bytes` })
    : read;
}

/**
 * What can be told without decoding, which for thousands of pictures would take longer than asking: a server would be paid
 * for a guess about the half that is there, or refuse what no decoder takes.
 */
function judge(bytes: Uint8Array, { crc32 }: Hasher): Result<ImageMime, Failure> {
  if (bytes.length === 0) return err({ kind: 'emptyImage', detail: '0 bytes' });
  const mime = sniffImage(bytes)?.mime;
  if (mime === undefined) {
    const start = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return err({ kind: 'unknownImageType', detail: `the file begins with ${start}` });
  }
  const size = imageSize(bytes);
  if (size === undefined) return err({ kind: 'corruptImage', detail: `no size in the header of ${mime}` });
  if (size.width * size.height > mostPixels) {
    return err({ kind: 'oversizedImage', detail: `${size.width} x ${size.height} pixels` });
  }
  if (!isWholeImage(bytes, mime)) return err({ kind: 'corruptImage', detail: `${mime}: the file is cut off` });
  if (mime === 'image/png' && crc32 !== undefined && !checksumsHold(bytes, crc32)) {
    return err({ kind: 'corruptImage', detail: `${mime}: a checksum differs` });
  }
  if (mime === 'image/jpeg' && !holdsTogether(bytes)) {
    return err({ kind: 'corruptImage', detail: `${mime}: what stands before its pixels is damaged` });
  }
  return ok(mime);
}

/**
 * What stands for the pictures while a request is hashed: no bytes, and names that follow from the file's hash, so that a
 * resumed run can tell whether a picture was replaced without decoding anything.
 */
export function standIns(fileSha256: string, strategy: Strategy): readonly SentImage[] {
  const names = ['', ...(strategy.crops ?? []).map((name) => `#${name}`)];
  return names.map((name) => ({ bytes: new Uint8Array(), mime: '', sha256: fileSha256 + name }));
}

/** Hashes a video's file. Without a decoder it fails before anything is asked, so that the run asks it once there is one. */
async function readVideo({ path }: Item, video: FrameSource | undefined): Promise<Picture> {
  const hashed = await video?.sha256(path);
  if (hashed?.ok === false) return { ok: false, failure: hashed.error };
  const sha256 = hashed && { sha256: hashed.value };
  if (video === undefined || sha256 === undefined || !(await video.isThere()))
    return { ok: false, failure: { kind: 'noVideoDecoder', detail: '' }, ...sha256 };
  return { ok: true, bytes: new Uint8Array(), mime: '', video: path, ...sha256 };
}

/** The pictures of one item as they are sent, and where its crops lie. */
export interface PreparedPictures {
  readonly images: readonly SentImage[];
  /** When the frames of a video were taken, in seconds; absent for pictures. */
  readonly frames?: number[];
  /** Type of the whole picture as it is sent, where it is not that of its file. */
  readonly sentAs?: string;
  /** Absent where the strategy sends none. */
  readonly crops?: SentCrop[];
}

/** Types that servers of every kind take; what is of another one is converted before it is sent. */
const takenEverywhere: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** The pictures as they are sent: scaled down where the run says so and of a type that models take, then the crops that the strategy asks for. */
export async function picturesToSend(
  picture: Picture & { readonly ok: true },
  { maxSide, frames }: Pick<RunRecord['parameters'], 'maxSide' | 'frames'>,
  strategy: Strategy,
  ports: Pick<EvaluatePorts, 'codec' | 'crop' | 'hasher' | 'video'>,
  signal?: AbortSignal,
): Promise<Result<PreparedPictures, Failure>> {
  if (picture.video !== undefined && ports.video !== undefined)
    return framesToSend(picture.video, { maxSide, plan: frames ?? framePlanOf({}) }, strategy, ports, signal);
  const scaled = await fitted(picture, maxSide, ports.codec);
  if (!scaled.ok) return scaled;
  const fitting = scaled.value;
  const converted = takenEverywhere.has(fitting.mime) ? undefined : await ports.codec?.convert(fitting.bytes);
  if (converted?.ok === false) return err(failureOf(converted.error));
  const whole = converted?.value ?? fitting;
  const crops = await cropsOf(picture.bytes, maxSide, strategy, ports);
  if (!crops.ok) return crops;
  const all = [whole, ...(crops.value?.images ?? [])];
  const images = await Promise.all(
    all.map(async ({ bytes, mime }) => {
      const sha256 = bytes === picture.bytes ? picture.sha256 : await ports.hasher.sha256(bytes);
      return { bytes, mime, sha256 };
    }),
  );
  const sentAs = whole.mime === picture.mime ? {} : { sentAs: whole.mime };
  return ok({ images, ...sentAs, ...(crops.value && { crops: crops.value.crops }) });
}

/** A picture no larger than the run says; as it is where it says nothing. */
async function fitted(
  picture: EncodedImage,
  maxSide: number | undefined,
  codec: EvaluatePorts['codec'],
): Promise<Result<EncodedImage, Failure>> {
  const scaled = maxSide === undefined ? undefined : await codec?.downscale(picture.bytes, maxSide);
  if (scaled?.ok === false) return err(failureOf(scaled.error));
  return ok(scaled?.value ?? picture);
}

/** The crops that a strategy asks for, cut from the picture as it came and no larger than the run says; `undefined` where it asks for none. */
async function cropsOf(
  bytes: Uint8Array,
  maxSide: number | undefined,
  strategy: Strategy,
  { codec, crop }: Pick<EvaluatePorts, 'codec' | 'crop'>,
): Promise<Result<{ readonly images: readonly EncodedImage[]; readonly crops: SentCrop[] } | undefined, Failure>> {
  const made = strategy.crops?.length ? await crop?.crop(bytes, strategy.crops) : undefined;
  if (made?.ok === false) return err(failureOf(made.error));
  if (made === undefined) return ok(undefined);
  const images: EncodedImage[] = [];
  for (const one of made.value) {
    const fitting = await fitted(one, maxSide, codec);
    if (!fitting.ok) return fitting;
    images.push(fitting.value);
  }
  return ok({ images, crops: made.value.map((one) => one.crop) });
}

/** The frames of a video, scaled down where the run says so, then the crops of the one in the middle. */
async function framesToSend(
  path: string,
  { maxSide, plan }: { readonly maxSide: number | undefined; readonly plan: FramePlan },
  strategy: Strategy,
  { video, codec, crop, hasher }: Pick<EvaluatePorts, 'codec' | 'crop' | 'hasher' | 'video'>,
  signal: AbortSignal | undefined,
): Promise<Result<PreparedPictures, Failure>> {
  if (video === undefined) return err({ kind: 'noVideoDecoder', detail: '' });
  const facts = await video.describe(path, signal);
  if (!facts.ok) return facts;
  const times = frameTimes(facts.value.seconds, plan);
  const taken = await video.frames(path, times, signal);
  if (!taken.ok) return taken;
  const images: SentImage[] = [];
  for (const [place, frame] of taken.value.entries()) {
    const scaled = await fitted(frame, maxSide, codec);
    if (!scaled.ok) return scaled;
    const { bytes, mime } = scaled.value;
    images.push({ bytes, mime, sha256: await hasher.sha256(bytes), at: times[place] ?? 0 });
  }
  const middle = taken.value[taken.value.length >> 1];
  const crops = middle === undefined ? undefined : await cropsOf(middle.bytes, maxSide, strategy, { codec, crop });
  if (crops?.ok === false) return crops;
  for (const { bytes, mime } of crops?.value?.images ?? [])
    images.push({ bytes, mime, sha256: await hasher.sha256(bytes) });
  return ok({ images, frames: [...times], ...(crops?.value && { crops: crops.value.crops }) });
}

function failureOf(error: ImageError): Failure {
  return { kind: error.kind, detail: error.detail };
}
