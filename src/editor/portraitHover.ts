import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Item } from '../core/benchmark/item.ts';
import { findingText, labelText, numberText } from '../core/words/findingText.ts';
import { verdictText } from '../core/words/standingText.ts';
import type { BenchmarkSession } from './session.ts';

/**
 * The hover of a portrait, in the tree and on its row: picture, label, degree, quality, what each model said, and what
 * people said of that. All texts are appended as text: names and labels are untrusted. The picture is Markdown and not HTML
 * because only there does the editor turn the address into one that a remote window can load.
 */
export function portraitHover(session: BenchmarkSession, item: Item): vscode.MarkdownString {
  const dossier = session.dossier(item);
  const hover = new vscode.MarkdownString();
  hover.appendMarkdown(`![](${session.imageUri(item).toString()}|height=240)\n\n`);
  const facts = [
    labelText(item),
    ...(item.prompted === undefined ? [] : [l10n.t('prompted {0}', item.prompted)]),
    ...(item.quality === undefined ? [] : [l10n.t('quality {0}', numberText(item.quality))]),
    ...(item.generator === undefined ? [] : [item.generator]),
  ];
  for (const line of [item.id, facts.join(' · ')]) hover.appendText(line).appendMarkdown('\n\n');
  for (const { run, headline } of dossier.runs) {
    const closed = headline.verdict === undefined ? '' : ` (${verdictText(headline.verdict.kind)})`;
    hover.appendText(`${findingText(headline)} · ${run.model}, ${run.protocol}${closed}`).appendMarkdown('\n\n');
  }
  return hover;
}
