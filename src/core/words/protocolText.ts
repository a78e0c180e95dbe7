import * as l10n from '@vscode/l10n';
import { builtInProtocols } from '../evaluation/builtInProtocols.ts';
import type { Protocol } from '../evaluation/protocol.ts';

/** What a protocol or a strategy is called, and what it does. */
export type ProtocolText = Pick<Protocol, 'title' | 'description'>;

/**
 * Title and description of a protocol for people. Those that ship inside are translated here and not where they are made:
 * runs record them, and a record is the same in every language. A user's own stand as written, also under a built-in id.
 */
export function protocolText(protocol: Protocol): ProtocolText {
  return (builtInProtocols.includes(protocol) ? builtInText(protocol.id) : undefined) ?? protocol;
}

function builtInText(id: string): ProtocolText | undefined {
  switch (id) {
    case 'memo-progressive':
      return {
        title: l10n.t('Progressive: polarity, emotion, degree'),
        description: l10n.t(
          'From coarse to fine, after the aim of MEMO-Bench (arXiv 2411.11235): polarity, then emotion, then degree on the scale of the data. Each is asked of every portrait, whatever the answer before. The polarity table is a setting of yours. The wording is ours: the paper does not publish its prompts.',
        ),
      };
    case 'memo-direct':
      return {
        title: l10n.t('Direct: emotion'),
        description: l10n.t(
          'One question for the emotion among the labels of the benchmark. The wording is ours: the paper does not publish its prompts.',
        ),
      };
    case 'emo-c':
      return {
        title: l10n.t('Emo-C: emotion, close-set'),
        description: l10n.t(
          'After a sub-task of EmoBench (arXiv 2406.16442). Of the instruction only its beginning is known ("Identify the only emotion depicted in the given image from the following options: ["); the rest is ours.',
        ),
      };
    case 'emo-o':
      return {
        title: l10n.t('Emo-O: emotion, open-set'),
        description: l10n.t(
          'After a sub-task of EmoBench (arXiv 2406.16442): the emotion is named without options. The wording is ours: the paper does not publish its prompts.',
        ),
      };
    case 'intent':
      return {
        title: l10n.t('Intent: classification'),
        description: l10n.t(
          'After a sub-task of EmoBench (arXiv 2406.16442), for a benchmark whose labels are intents. The wording is ours: the paper does not publish its prompts.',
        ),
      };
    case 'hate':
      return { title: l10n.t('Hate: yes or no'), description: yesNoText() };
    case 'humor':
      return { title: l10n.t('Humor: yes or no'), description: yesNoText() };
    case 'sarcasm':
      return { title: l10n.t('Sarcasm: yes or no'), description: yesNoText() };
    default:
      return undefined;
  }
}

function yesNoText(): string {
  return l10n.t(
    'After a sub-task of EmoBench (arXiv 2406.16442), for a benchmark whose labels are yes and no. The wording is ours: the paper does not publish its prompts.',
  );
}
