import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { nodeAt, readJson, type JsonNode } from '../../core/evaluation/jsonTree.ts';
import { DisposableStore } from '../disposables.ts';
import type { Workbench } from '../workbench.ts';
import { authoredFile, storeUri } from './authoredFiles.ts';

/** Completes in protocol files what their schema cannot know: the ids of earlier stages, their answers, what is filled in. */
export class ProtocolLanguage implements vscode.CompletionItemProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    const files: vscode.DocumentSelector = { scheme: 'file', pattern: '**/protocols/*.json' };
    this.#owned.add(vscode.languages.registerCompletionItemProvider(files, this, '{', '"'));
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    const file = authoredFile(document.uri, this.#workbench.sessions);
    if (file?.kind !== 'protocols') return [];
    const text = document.getText();
    const read = readJson(text);
    const at = document.offsetAt(position);
    const stages = read.ok ? (nodeAt(read.value, ['stages'])?.items ?? []) : [];
    const index = stages.findIndex((stage) => holds(stage, at));
    const stage = stages[index];
    if (stage === undefined) return [];
    const question = nodeAt(stage, ['question']);
    if (question !== undefined && holds(question, at)) return placeholderItems(stage, document, position, index > 0);
    const gate = nodeAt(stage, ['when', 'stage']);
    if (gate !== undefined && holds(gate, at)) {
      const ids = stages.slice(0, index).map((one) => nodeAt(one, ['id'])?.value);
      return stringItems(ids, document, gate);
    }
    const answer = nodeAt(stage, ['when', 'is'])?.items?.find((one) => holds(one, at));
    if (answer === undefined) return [];
    const asked = stages.slice(0, index).find((one) => nodeAt(one, ['id'])?.value === gate?.value);
    return stringItems(asked === undefined ? [] : this.#answersOf(asked, file.store), document, answer);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The answers that an earlier stage can bring, as far as the file and the open benchmark say. */
  #answersOf(stage: JsonNode, store: vscode.Uri): readonly unknown[] {
    const labels = nodeAt(stage, ['answer', 'labels']);
    if (nodeAt(stage, ['answer', 'kind'])?.value === 'yesNo') return ['yes', 'no'];
    if (labels?.value === 'polarities') return ['positive', 'neutral', 'negative'];
    if (labels?.items !== undefined) return labels.items.map(({ value }) => value);
    const session = this.#workbench.sessions.find((one) => storeUri(one).toString() === store.toString());
    return session?.benchmark.labels ?? [];
  }
}

/** Whether a place lies inside a value: between its quotes or brackets. */
function holds(node: JsonNode, at: number): boolean {
  return at > node.start && at < node.end;
}

function placeholderItems(
  stage: JsonNode,
  document: vscode.TextDocument,
  position: vscode.Position,
  hasEarlier: boolean,
): vscode.CompletionItem[] {
  const kind = nodeAt(stage, ['answer', 'kind'])?.value;
  const said: readonly (readonly [string, string, boolean])[] = [
    ['{options}', l10n.t('The labels, in the order in which they are shown.'), kind !== 'number' && kind !== 'open'],
    ['{min}', l10n.t('The lowest value of the scale.'), kind === 'number'],
    ['{max}', l10n.t('The highest value of the scale.'), kind === 'number'],
    ['{label}', l10n.t('The answer to the nearest earlier stage that has one.'), hasEarlier],
  ];
  const line = document.lineAt(position.line).text;
  const open = /\{[a-z]*$/.exec(line.slice(0, position.character));
  if (open === null) return [];
  const end = position.character + (line[position.character] === '}' ? 1 : 0);
  return said
    .filter(([, , isFit]) => isFit)
    .map(([name, documentation]) => {
      const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Variable);
      item.documentation = documentation;
      item.range = new vscode.Range(position.line, open.index, position.line, end);
      return item;
    });
}

function stringItems(
  values: readonly unknown[],
  document: vscode.TextDocument,
  node: JsonNode,
): vscode.CompletionItem[] {
  const range = new vscode.Range(document.positionAt(node.start), document.positionAt(node.end));
  return values
    .filter((value) => typeof value === 'string')
    .map((value) => {
      const quoted = JSON.stringify(value);
      const item = new vscode.CompletionItem(quoted, vscode.CompletionItemKind.Value);
      item.range = range;
      return item;
    });
}
