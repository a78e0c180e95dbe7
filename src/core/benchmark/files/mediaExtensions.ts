import { isMediaFile, type ListedFile } from './listing.ts';

/** Extensions of the pictures and videos among files, as they are written, in the order in which they come. */
export function mediaExtensions(files: readonly ListedFile[]): readonly string[] {
  const endings: string[] = [];
  let [ending, extension] = ['', ''];
  for (const file of files) {
    // Nearly all end as the one before them.
    if (ending !== '' && file.extension === extension && endsWith(file, ending)) continue;
    if (!isMediaFile(file)) continue;
    ending = file.name.slice(file.stem.length);
    extension = file.extension;
    if (!endings.includes(ending)) endings.push(ending);
  }
  return endings;
}

/** As the language's own, which takes many times as long for a few letters; for endings of one length. */
function endsWith({ name, stem }: ListedFile, ending: string): boolean {
  for (let at = 0; at < ending.length; at++) {
    if (name.charCodeAt(stem.length + at) !== ending.charCodeAt(at)) return false;
  }
  return true;
}
