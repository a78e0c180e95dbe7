import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Item } from '../core/benchmark/item.ts';
import { findingText, labelText, numberText } from '../core/words/findingText.ts';
import { verdictText } from '../core/words/standingText.ts';
import type { BenchmarkSession } from './session/session.ts';
import type { Thumbnails } from './thumbnails.ts';

/** Height of the picture in the tree's hover, and in the table's, which the editor cuts at 250 px with the error above it. */
const pictureHeight = { tree: 240, table: 124 };

/**
 * The hover of a portrait, in the tree and on its row: picture, label, degree, quality, what each model said, and what
 * people said of that. All texts are appended as text: names and labels are untrusted. The picture is Markdown and not HTML
 * because only there does the editor turn the address into one that a remote window can load.
 */
export async function portraitHover(
  session: BenchmarkSession,
  item: Item,
  where: keyof typeof pictureHeight,
  thumbnails: Thumbnails,
): Promise<vscode.MarkdownString> {
  const shown = await thumbnails.get(session, item, 'card');
  const dossier = session.dossier(item);
  const hover = new vscode.MarkdownString();
  if ('uri' in shown) hover.appendMarkdown(`![](${shown.uri.toString()}|height=${pictureHeight[where]})\n\n`);
  else hover.appendText(shown.fault).appendMarkdown('\n\n');
  const facts = [
    labelText(item),
    ...(item.prompted === undefined ? [] : [l10n.t('prompted {0}', item.prompted)]),
    ...(item.quality === undefined ? [] : [l10n.t('quality {0}', numberText(item.quality))]),
    ...(item.generator === undefined ? [] : [item.generator]),
  ];
  // A row of the table says itself which portrait it is about.
  const lines = where === 'tree' ? [item.id, facts.join(' · ')] : [facts.join(' · ')];
  for (const line of lines) hover.appendText(line).appendMarkdown('\n\n');
  for (const { run, headline } of dossier.runs) {
    const closed = headline.verdict === undefined ? '' : ` (${verdictText(headline.verdict.kind)})`;
    hover.appendText(`${findingText(headline)} · ${run.model}, ${run.protocol}${closed}`).appendMarkdown('\n\n');
  }
  return hover;
}
