import type { ExportFormatId, ExportLayout } from './exportLayout.ts';
import { fiftyOneLayout } from './fiftyOneLayout.ts';
import { imageFolderLayout } from './imageFolderLayout.ts';
import { labelStudioLayout } from './labelStudioLayout.ts';
import { llavaLayout } from './llavaLayout.ts';
import { vlmEvalKitLayout } from './vlmEvalKitLayout.ts';

/** The layout of an id; `undefined` where pictures are to be embedded and it cannot hold them. */
export function exportLayout(id: ExportFormatId, embed: boolean): ExportLayout | undefined {
  if (id === 'vlmevalkit') return vlmEvalKitLayout(embed);
  return embed ? undefined : otherLayouts[id];
}

const otherLayouts = {
  'image-folder': imageFolderLayout,
  fiftyone: fiftyOneLayout,
  'label-studio': labelStudioLayout,
  llava: llavaLayout,
} as const;
