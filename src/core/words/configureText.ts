import * as l10n from '@vscode/l10n';
import type { RoleReason } from '../benchmark/columnRoles.ts';

/** What a column can hold, for the picker of its role; a role without words of its own is called by its name in the file. */
export function columnRoleText(role: string): string {
  switch (role) {
    case 'image':
      return l10n.t('picture');
    case 'label':
      return l10n.t('label');
    case 'degree':
      return l10n.t('degree');
    case 'quality':
      return l10n.t('quality');
    case 'generator':
      return l10n.t('generator');
    case 'prompted':
      return l10n.t('prompted emotion');
    case 'prompt':
      return l10n.t('prompt number');
    case 'seed':
      return l10n.t('seed');
    case 'split':
      return l10n.t('split');
    case 'text':
      return l10n.t('text');
    default:
      return role;
  }
}

/** How sure it is what a column holds, and what tells: `sure` from 0 to 1. */
export function columnJudgementText(sure: number, why: RoleReason): string {
  const percent = String(Math.round(sure * 100));
  switch (why) {
    case 'corrected':
      return l10n.t('as you corrected it');
    case 'name':
      return l10n.t('{0} % sure, by its name', percent);
    case 'content':
      return l10n.t('{0} % sure, by its values', percent);
    case 'nameAndContent':
      return l10n.t('{0} % sure, by its name and values', percent);
    case 'other':
      return l10n.t('{0} % sure, by the columns beside it', percent);
  }
}

/** What a column holds that no picker offers. */
export function furtherRoleText(role: string): string {
  switch (role) {
    case 'rater':
      return l10n.t('labels of a rater');
    case 'votes':
      return l10n.t('votes for an emotion');
    case 'annotator':
      return l10n.t('who labelled it');
    case 'task':
      return l10n.t('which task it is');
    case 'field':
      return l10n.t('a group or a further task');
    default:
      return columnRoleText(role);
  }
}

/** A layout where it is picked; names of products stay as they are. */
export function formatText(format: string): string {
  switch (format) {
    case 'memo-bench':
      return 'MEMO-Bench';
    case 'class-folders':
      return l10n.t('folders named after classes');
    case 'image-folder':
      return l10n.t('Hugging Face image folder');
    case 'emoset':
      return 'EmoSet';
    case 'eemo-bench':
      return 'EEmo-Bench';
    case 'llava':
      return l10n.t('LLaVA instruction set');
    case 'emobench-m':
      return 'EmoBench-M';
    case 'vlmevalkit':
      return 'VLMEvalKit';
    case 'label-studio':
      return 'Label Studio';
    case 'fiftyone':
      return 'FiftyOne';
    case 'coco':
      return 'COCO';
    case 'yolo':
      return 'YOLO';
    case 'frame-lists':
      return l10n.t('lists of frames (Aff-Wild2)');
    case 'openai-batch':
      return 'OpenAI Batch';
    case 'table':
      return l10n.t('any table beside pictures');
    case 'none':
      return l10n.t('nothing recognised');
    default:
      return format;
  }
}
