import { isMediaFile, isVideoFile, type ListedFile } from './listing.ts';

interface ByKind {
  media?: readonly ListedFile[];
  readonly others: readonly ListedFile[];
  /** Their places among all. */
  readonly places: readonly number[];
  readonly hasVideos: boolean;
}

/** Told apart once for each list of files, because many ask, and nearly all files are pictures. */
const known = new WeakMap<readonly ListedFile[], ByKind>();

/** Those of some files that are pictures and videos by their names, in their order. */
export function mediaFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  const kinds = byKind(files);
  return (kinds.media ??= kinds.others.length === 0 ? files : mediaOf(files, kinds));
}

function mediaOf(files: readonly ListedFile[], { places, hasVideos }: ByKind): readonly ListedFile[] {
  const media = without(files, places);
  known.set(media, { others: [], places: [], hasVideos });
  return media;
}

/** All others. */
export function otherFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  return byKind(files).others;
}

/** The places of {@link mediaFiles} among all. */
export function mediaPlaces(files: readonly ListedFile[]): Uint32Array {
  return placesWithout(files.length, byKind(files).places);
}

/** The places of all others. */
export function otherPlaces(files: readonly ListedFile[]): readonly number[] {
  return byKind(files).places;
}

/** Whether some are videos. */
export function hasVideos(files: readonly ListedFile[]): boolean {
  return byKind(files).hasVideos;
}

function byKind(files: readonly ListedFile[]): ByKind {
  let kinds = known.get(files);
  if (kinds === undefined) known.set(files, (kinds = tellApart(files)));
  return kinds;
}

function tellApart(files: readonly ListedFile[]): ByKind {
  const others: ListedFile[] = [];
  const places: number[] = [];
  let [extension, isMedia, hasVideos]: [string | undefined, boolean, boolean] = [undefined, false, false];
  for (let place = 0; place < files.length; place++) {
    const file = files[place]!;
    // Nearly all end as the one before them.
    if (file.extension !== extension) {
      extension = file.extension;
      isMedia = isMediaFile(file);
      hasVideos ||= isVideoFile(file);
    }
    if (isMedia) continue;
    others.push(file);
    places.push(place);
  }
  return { others, places, hasVideos };
}

/** All but those at some places, which are in order. */
function without(files: readonly ListedFile[], places: readonly number[]): readonly ListedFile[] {
  const left = new Array<ListedFile>(files.length - places.length);
  let passed = 0;
  for (let place = 0; place < files.length; place++) {
    if (place === places[passed]) passed++;
    else left[place - passed] = files[place]!;
  }
  return left;
}

/** All places below a number but some, which are in order. */
function placesWithout(length: number, places: readonly number[]): Uint32Array {
  const left = new Uint32Array(length - places.length);
  let passed = 0;
  for (let place = 0; place < length; place++) {
    if (place === places[passed]) passed++;
    else left[place - passed] = place;
  }
  return left;
}
