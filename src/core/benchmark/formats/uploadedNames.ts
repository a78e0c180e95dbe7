import { finderBeyond, type PictureFinder } from '../files/pictureFinder.ts';

/**
 * What stands behind the name that Label Studio gives a picture, the likeliest first: the path of `/data/local-files/?d=`, the name itself, and the name that a file
 * had before the upload put eight characters before it.
 */
export function uploadedNames(written: readonly string[]): readonly string[] {
  const local = /[?&]d=([^&#]+)/.exec(written[0] ?? '')?.[1];
  const names = local === undefined ? [...written] : [decoded(local), ...written];
  for (const name of [...names]) {
    const last = name.slice(name.lastIndexOf('/') + 1);
    if (/^[0-9a-f]{8}-./.test(last)) names.push(last.slice(9));
  }
  return names;
}

/** A finder that also takes the names that stand behind those of Label Studio, for its exports as tables. */
export function uploadedFinder(find: PictureFinder): PictureFinder {
  const uploaded = (name: string) => {
    const as = find(name);
    if (as.kind === 'found') return as;
    const others = uploadedNames([name]).map((one) => find(one));
    return others.find(({ kind }) => kind === 'found') ?? as;
  };
  return finderBeyond(find, uploaded, { folders: find.folders, isLax: true });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
