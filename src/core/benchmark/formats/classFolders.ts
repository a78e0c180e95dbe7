import { inferPattern } from '../inferPattern.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { isMediaFile } from '../listing.ts';
import { folderReader } from './folderParts.ts';
import { sureEnough, type Format, type FormatContext, type FormatReading } from './format.ts';

/**
 * A folder for each class: `<label>/x.png`, `<generator>/<label>/x.png`, `<split>/<label>/x.png`, in any order and with containers
 * between. Without emotions in folders there is no label here, only a generator.
 */
export const classFolders: Format = {
  id: 'class-folders',
  recognise(listing, lexicon) {
    const pictures = listing.files.filter(isMediaFile);
    if (pictures.length === 0) return 0;
    if (folderReader(pictures, { version: 1 }, lexicon).labelLevel?.several === true) return 0.6;
    const stems = pictures.map((file) => file.stem);
    const isEmotion = (name: string) => isEmotionWord(name, lexicon);
    return inferPattern(stems, isEmotion)?.pattern.includes('{prompted}') ? sureEnough : 0.1;
  },
  read: (context) => Promise.resolve(readClassFolders(context)),
};

function readClassFolders({ listing, corrected, lexicon }: FormatContext): FormatReading {
  const pictures = listing.files.filter(isMediaFile);
  const folders = folderReader(pictures, corrected, lexicon);
  const items = pictures.map((file) => ({ path: file.path, ...folders.partsOf(file) }));
  return { items, problems: [], tables: [], hasPerceivedLabels: folders.labelLevel !== undefined };
}
