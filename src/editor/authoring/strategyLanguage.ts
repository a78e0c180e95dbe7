import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cropNames } from '../../core/evaluation/crops.ts';
import { strategyKeys } from '../../core/evaluation/strategyFile.ts';
import { DisposableStore } from '../disposables.ts';
import type { Workbench } from '../workbench.ts';
import { authoredFile } from './authoredFiles.ts';

type Key = (typeof strategyKeys)[number];

/** Completion and hovers in strategy files: the keys of the front matter, the crops, and what is filled into the prompt. */
export class StrategyLanguage implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    const files: vscode.DocumentSelector = { scheme: 'file', pattern: '**/strategies/*.md' };
    this.#owned.add(vscode.languages.registerCompletionItemProvider(files, this, '{', ',', ':'));
    this.#owned.add(vscode.languages.registerHoverProvider(files, this));
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    if (!this.#isStrategy(document)) return [];
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const end = frontMatterEnd(document);
    if (end === undefined || position.line > end) return placeholderItems(document, position);
    if (position.line === 0 || position.line === end) return [];
    if (/^crops[ \t]*:/.test(before)) return cropItems(document, position);
    return /^[a-z]*$/.test(before) ? keyItems(document, position) : [];
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (!this.#isStrategy(document)) return undefined;
    const end = frontMatterEnd(document);
    const inFront = end !== undefined && position.line < end;
    const range = document.getWordRangeAtPosition(position, inFront ? /^[a-z]+(?=[ \t]*:)/ : /\{[a-z]+\}/);
    if (range === undefined) return undefined;
    const word = document.getText(range);
    const key = strategyKeys.find((one) => one === word);
    const text = inFront ? key && keyText(key) : placeholderText(word);
    return text === undefined ? undefined : new vscode.Hover(text, range);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #isStrategy(document: vscode.TextDocument): boolean {
    return authoredFile(document.uri, this.#workbench.sessions)?.kind === 'strategies';
  }
}

/** The line of the closing `---`, counted from 0; the last line of a file that has none yet; `undefined` without front matter. */
function frontMatterEnd(document: vscode.TextDocument): number | undefined {
  if (document.lineAt(0).text.trimEnd() !== '---') return undefined;
  for (let line = 1; line < document.lineCount; line++) if (document.lineAt(line).text.trimEnd() === '---') return line;
  return document.lineCount;
}

function placeholderItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const text = document.lineAt(position.line).text;
  const open = /\{[a-z]*$/.exec(text.slice(0, position.character));
  // The editor closes a brace as it is typed.
  const close = text[position.character] === '}' ? 1 : 0;
  const range =
    open === null
      ? new vscode.Range(position, position)
      : new vscode.Range(position.line, open.index, position.line, position.character + close);
  return ['{question}', '{form}'].map((name) => {
    const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Variable);
    item.documentation = placeholderText(name);
    item.range = range;
    return item;
  });
}

function keyItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const lines = document.getText().split(/\r?\n/);
  const free = strategyKeys.filter((key) => !lines.some((line) => new RegExp(`^${key}[ \\t]*:`).test(line)));
  return free.map((key, index) => {
    const item = new vscode.CompletionItem(key, vscode.CompletionItemKind.Property);
    item.insertText = new vscode.SnippetString(keySnippets[key]);
    item.documentation = keyText(key);
    item.sortText = String(index);
    item.range = new vscode.Range(position.line, 0, position.line, position.character);
    return item;
  });
}

function cropItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const line = document.lineAt(position.line).text;
  const before = line.slice(0, position.character);
  const named = new Set(line.slice(line.indexOf(':') + 1).match(/[a-z]+/g));
  return cropNames
    .filter((crop) => !named.has(crop))
    .map((crop) => {
      const item = new vscode.CompletionItem(crop, vscode.CompletionItemKind.EnumMember);
      item.insertText = /[:,]$/.test(before) ? ` ${crop}` : crop;
      return item;
    });
}

const keySnippets: Readonly<Record<Key, string>> = {
  version: 'version: 1',
  title: 'title: $0',
  description: 'description: $0',
  crops: `crops: \${0:${cropNames.join(', ')}}`,
};

function keyText(key: Key): vscode.MarkdownString {
  const texts: Readonly<Record<Key, string>> = {
    version: l10n.t('The version of this layout: `1`.'),
    title: l10n.t('A few words for lists.'),
    description: l10n.t(
      'What the strategy does and where it comes from, on one line: shown where strategies are picked, recorded in each run.',
    ),
    crops: l10n.t(
      'Parts of the picture that are sent after it, in this order: `face`, `eyes`, `mouth`. Leave the line away to send the picture alone.',
    ),
  };
  return new vscode.MarkdownString(texts[key]);
}

function placeholderText(name: string): vscode.MarkdownString | undefined {
  switch (name) {
    case '{question}':
      return new vscode.MarkdownString(
        l10n.t('The question of the stage, with its options or its scale. It stands in the prompt once.'),
      );
    case '{form}':
      return new vscode.MarkdownString(
        l10n.t(
          'What an answer looks like: "one of the options, exactly as written", "the letter of one option", "one number from 1 to 5".',
        ),
      );
    default:
      return undefined;
  }
}
