import * as l10n from '@vscode/l10n';
import type { ExportFormatId } from '../export/exportLayout.ts';
import type { Exported, ExportError } from '../export/exportBenchmark.ts';
import type { FileError } from '../ports.ts';
import { fileErrorText } from './fileErrorText.ts';
import { protocolErrorText } from './runText.ts';

/** Why nothing was exported, in one sentence with what to do next. */
export function exportErrorText(error: ExportError): string {
  switch (error.kind) {
    case 'protocol':
      return protocolErrorText(error.error);
    case 'tooManyOptions':
      return l10n.t(
        'This layout names options by letters and has {0} of them; a question here has {1}. Export a query with fewer labels, or another layout.',
        String(error.most),
        String(error.options),
      );
    case 'cannotEmbed':
      return l10n.t('{0} keeps pictures in files of their own: they cannot be put into its table.', error.format);
    case 'target':
      return fileErrorText(error.error);
    case 'nothing':
      return l10n.t('There is nothing to export: no item has a place in this layout.');
    case 'cancelled':
      return l10n.t('The export was stopped. What was copied stays; there is no table with it.');
  }
}

/** Why a folder cannot be exported to. */
export function newFolderErrorText(error: { readonly kind: 'notEmpty'; readonly path: string } | FileError): string {
  if (error.kind !== 'notEmpty') return fileErrorText(error);
  return l10n.t('{0} is not an empty folder. An export writes over nothing: name a new one.', error.path);
}

/** What an export did, sentence by sentence. */
export function exportedText({ items, rows, leftOut, unreadable }: Exported, folder: string): readonly string[] {
  return [
    l10n.t('{0}: {1} items in {2} rows.', folder, String(items), String(rows)),
    ...(leftOut.noLabel === undefined
      ? []
      : [l10n.t('{0} without a label are left out: this layout learns from labels.', String(leftOut.noLabel))]),
    ...(leftOut.video === undefined
      ? []
      : [l10n.t('{0} videos are left out: only pictures can lie inside a table.', String(leftOut.video))]),
    ...(leftOut.noPicture === undefined
      ? []
      : [l10n.t('{0} files are left out that are no pictures inside.', String(leftOut.noPicture))]),
    ...(unreadable.length === 0
      ? []
      : [
          l10n.t(
            '{0} are left out because their pictures could not be read, the first: {1}',
            String(unreadable.length),
            fileErrorText(unreadable[0]!),
          ),
        ]),
  ];
}

/** What a layout is, where it is picked. */
export function exportFormatText(id: ExportFormatId): { readonly title: string; readonly detail: string } {
  switch (id) {
    case 'image-folder':
      return {
        title: l10n.t('Hugging Face image folder'),
        detail: l10n.t('metadata.jsonl with everything that is known of each item'),
      };
    case 'vlmevalkit':
      return { title: 'VLMEvalKit', detail: l10n.t('a table of questions with lettered options') };
    case 'fiftyone':
      return { title: 'FiftyOne', detail: l10n.t('an image classification data set: data and labels.json') };
    case 'label-studio':
      return { title: 'Label Studio', detail: l10n.t('tasks with annotations, and the labelling interface for them') };
    case 'llava':
      return {
        title: l10n.t('LLaVA instruction set'),
        detail: l10n.t('conversations to tune a model with; items without a label are left out'),
      };
  }
}
