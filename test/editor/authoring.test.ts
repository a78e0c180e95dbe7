import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { authoringCommands } from '../../src/editor/commands/authoringCommands.ts';
import { commands } from '../../src/editor/ids.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import type { Workbench } from '../../src/editor/workbench.ts';
import { writableFolder } from '../../src/platform/node/nodeFolder.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { actUntil, closeAll, diagnosticsOf, messagesDuring, once, openSession } from './harness/window.ts';

const strategy = '---\nversion: 1\ntitle: Calm\n---\n\n{question}\n';

describe('protocols and strategies as files', () => {
  let root: vscode.Uri;
  let session: BenchmarkSession;

  beforeEach(async () => {
    root = await makeTinyBenchmark();
    session = await openSession(root);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closeAll();
  });

  const inStore = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(root, '.emolens', ...path);
  const newProtocol = (from: string, id: string): Thenable<vscode.Uri | undefined> =>
    vscode.commands.executeCommand(commands.newProtocol, undefined, { from, id });
  const newStrategy = (from: string, id: string): Thenable<vscode.Uri | undefined> =>
    vscode.commands.executeCommand(commands.newStrategy, undefined, { from, id });

  it('begin as a copy of a built-in protocol, opened at the first question', async () => {
    const uri = await newProtocol('memo-progressive', 'mine');
    assert.equal(uri?.fsPath, inStore('protocols', 'mine.json').fsPath);
    const written = JSON.parse(await readFile(uri.fsPath, 'utf8')) as Record<string, unknown>;
    assert.deepEqual(Object.keys(written), ['version', 'id', 'title', 'description', 'stages']);
    assert.equal(written.id, 'mine');
    assert.match(String(written.description), /The wording is ours/);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri.toString());
    assert.ok(editor.selection.isReversed, 'the view stays at the beginnings of lines');
    assert.match(editor.document.getText(editor.selection), /^Look at the person .*\{options\}\.$/);
  });

  it('begin as a copy of a built-in strategy, opened at the prompt', async () => {
    const uri = await newStrategy('multi-perspective', 'mine');
    assert.equal(uri?.fsPath, inStore('strategies', 'mine.md').fsPath);
    assert.match(await readFile(uri.fsPath, 'utf8'), /^---\nversion: 1\ntitle: [^\n]+\ndescription: "Ours, after/);
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /^You see one picture/);
  });

  it('are never written over, and a name that cannot be is refused', async () => {
    await mkdir(inStore('protocols').fsPath, { recursive: true });
    await writeFile(inStore('protocols', 'mine.json').fsPath, 'mine');
    const said = await messagesDuring(async () => {
      await newProtocol('memo-direct', 'mine');
      await newProtocol('memo-direct', '../outside');
      await newStrategy('plain', 'Loud');
    });
    assert.equal(said.length, 3);
    assert.match(said[0] ?? '', /protocols\/mine\.json/);
    assert.match(said[1] ?? '', /Small letters/);
    assert.equal(await readFile(inStore('protocols', 'mine.json').fsPath, 'utf8'), 'mine');
  });

  it('are picked from a list that can be read before it is taken', async () => {
    await newProtocol('emo-c', 'emo-c');
    const picker = await pickerOf(() => vscode.commands.executeCommand(commands.newProtocol));
    const rows = picker.items.map(({ label, description }) => `${label}: ${description}`);
    assert.equal(rows.length, 9);
    assert.equal(rows[1], 'memo-direct: Direct: emotion');
    assert.match(rows[8] ?? '', /^emo-c: Copy of Emo-C.* · yours, in place of the built-in one$/);
    const [button] = picker.items[0]?.buttons ?? [];
    assert.ok(button);
    const shown = once(vscode.window.onDidChangeVisibleTextEditors, () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'emolens-builtin'),
    );
    picker.press(picker.items[0]!, button);
    const text = (await shown).document.getText();
    assert.match(
      text,
      /Options: positive, negative\.\n\nReply with nothing but one of the options, exactly as written/,
    );
    assert.match(text, /on a scale from 1\.2 /);
    assert.match(text, /```json\n\{\n {2}"version": 1/);
    picker.leave();
  });

  it('have their faults at their places as they are typed, and none twice', async () => {
    const uri = (await newProtocol('memo-direct', 'mine'))!;
    const document = await vscode.workspace.openTextDocument(uri);
    await replace(document, '{options}', '{option}');
    const [fault] = await diagnosticsOf(uri, 1);
    assert.equal(document.getText(fault?.range), '{option}');
    assert.match(fault?.message ?? '', /\{options\}, \{min\}/);
    await replace(document, '{option}', '{options}');
    await diagnosticsOf(uri, 0);
    // What the schema knows is said by the editor, and not once more by EmoLens, which says what follows.
    await vscode.extensions.getExtension('vscode.json-language-features')?.activate();
    await replace(document, '"choice"', '"choise"');
    const all = await once(vscode.languages.onDidChangeDiagnostics, () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length === 2 && found;
    });
    assert.deepEqual(all.map(({ source, code }) => source === 'EmoLens' && code).sort(), [false, 'leftOut'].sort());
    for (const { range } of all) assert.equal(document.getText(range), '"choise"');
    const words = all.map(({ message }) => message).join();
    for (const kind of ['choice', 'yesNo', 'number', 'ranked', 'open']) assert.ok(words.includes(kind), words);
  });

  it('have their faults told on disk, also between files, until they are put right', async () => {
    const [one, two, bad] = [
      inStore('protocols', 'a.json'),
      inStore('protocols', 'b.json'),
      inStore('strategies', 'c.md'),
    ];
    await mkdir(inStore('protocols').fsPath, { recursive: true });
    await mkdir(inStore('strategies').fsPath);
    const protocol = JSON.stringify({
      version: 1,
      id: 'same',
      title: 'Same',
      stages: [{ id: 'a', question: 'Which?', answer: { kind: 'choice', labels: 'labels' } }],
    });
    const told = (uri: vscode.Uri, code: string): Promise<unknown> =>
      actUntil(
        async () => {
          await writeFile(one.fsPath, protocol);
          await writeFile(two.fsPath, protocol);
          await writeFile(bad.fsPath, strategy.replace('title:', 'titel:'));
        },
        vscode.languages.onDidChangeDiagnostics,
        () => vscode.languages.getDiagnostics(uri).some((diagnostic) => diagnostic.code === code),
      );
    await told(two, 'duplicateId');
    await told(bad, 'unknownKey');
    assert.deepEqual(vscode.languages.getDiagnostics(one), []);
    const lines = vscode.languages.getDiagnostics(bad).map(({ code, range }) => [code, range.start.line]);
    assert.deepEqual(lines, [
      ['unknownKey', 2],
      ['missingKey', 0],
    ]);
    await unlink(one.fsPath);
    await once(vscode.languages.onDidChangeDiagnostics, () => vscode.languages.getDiagnostics(two).length === 0);
    await closeAll();
    await once(vscode.languages.onDidChangeDiagnostics, () => vscode.languages.getDiagnostics(bad).length === 0);
  });

  it('complete in protocols what the schema says', async () => {
    await vscode.extensions.getExtension('vscode.json-language-features')?.activate();
    const uri = (await newProtocol('memo-direct', 'mine'))!;
    const document = await vscode.workspace.openTextDocument(uri);
    const kinds = await completions(document, '"kind": "', 1);
    for (const kind of ['choice', 'yesNo', 'number', 'ranked', 'open'])
      assert.ok(kinds.includes(`"${kind}"`), kinds.join());
    const labels = await completions(document, '"labels": "', 1);
    assert.ok(labels.includes('"labels"') && labels.includes('"polarities"'), labels.join());
    const truths = await completions(document, '"truth": "', 1);
    assert.deepEqual(truths.filter((label) => /"(label|polarity|prompted|degree)"/.test(label)).sort(), [
      '"label"',
      '"polarity"',
      '"prompted"',
    ]);
    const position = document.positionAt(document.getText().indexOf('"kind"') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
    assert.match(hoverText(hovers), /One of several labels/);
  });

  it('complete in protocols what the schema cannot know', async () => {
    const uri = (await newProtocol('memo-progressive', 'mine'))!;
    const document = await vscode.workspace.openTextDocument(uri);
    await replace(document, '{options}.', '{');
    assert.deepEqual((await own(document, 'shows? Options: {', 0)).sort(), ['{options}']);
    await replace(document, '"id": "degree",', '"id": "degree", "when": { "stage": "", "is": [""] },');
    assert.deepEqual(await own(document, '"stage": "', 0), ['"emotion"', '"polarity"']);
    await replace(document, '"stage": ""', '"stage": "polarity"');
    assert.deepEqual(await own(document, '"is": ["', 0), ['"negative"', '"neutral"', '"positive"']);
    await replace(document, '"stage": "polarity"', '"stage": "emotion"');
    assert.deepEqual(
      await own(document, '"is": ["', 0),
      session.benchmark.labels.map((label) => JSON.stringify(label)).sort(),
    );
  });

  it('complete in strategies keys, crops and what is filled in, and say what each is', async () => {
    await mkdir(inStore('strategies').fsPath, { recursive: true });
    const uri = inStore('strategies', 'calm.md');
    await writeFile(uri.fsPath, '---\nversion: 1\n\ncrops: face,\n---\n\nRead {\n\n{form}\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const at = async (line: number, character: number): Promise<string[]> =>
      labelsOf(uri, new vscode.Position(line, character));
    const keys = await at(2, 0);
    assert.deepEqual(
      keys.filter((key) => ['version', 'title', 'description', 'crops'].includes(key)),
      ['title', 'description'],
    );
    const crops = await at(3, 12);
    assert.deepEqual(crops.filter((crop) => ['face', 'eyes', 'mouth'].includes(crop)).sort(), ['eyes', 'mouth']);
    const filled = await at(6, 6);
    assert.ok(filled.includes('{question}') && filled.includes('{form}'), filled.join());
    const hover = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(8, 3),
    );
    assert.match(hoverText(hover), /What an answer looks like/);
    const [fault] = (await diagnosticsOf(uri, 2)).filter(({ code }) => code === 'noQuestion');
    assert.equal(fault?.range.start.line, 5);
  });

  it('go where EmoLens writes when the benchmark cannot be written to, and are known there all the same', async () => {
    await vscode.extensions.getExtension('vscode.json-language-features')?.activate();
    const store = await mkdtemp(join(tmpdir(), 'emolens-elsewhere-'));
    const elsewhere = { root, store: writableFolder(store), benchmark: session.benchmark };
    const table = authoringCommands({ activeSession: elsewhere } as unknown as Workbench);
    const uri = (await table[commands.newProtocol]?.(undefined, { from: 'memo-direct', id: 'mine' })) as vscode.Uri;
    assert.equal(uri.fsPath, join(store, 'protocols', 'mine.json'));
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /"\$schema": "emolens-builtin:/);
    const kinds = await completions(document, '"kind": "', 1);
    assert.ok(kinds.includes('"yesNo"'), kinds.join());
  });
});

/** Changes a document as typing does. */
async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.notEqual(start, -1, from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  edit.replace(document.uri, range, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** What is proposed `back` places before the end of the first `text`. */
async function completions(document: vscode.TextDocument, text: string, back: number): Promise<string[]> {
  const start = document.getText().indexOf(text);
  return labelsOf(document.uri, document.positionAt(start + text.length - back));
}

/** As {@link completions}, without what the editor's JSON support proposes from the schema. */
async function own(document: vscode.TextDocument, text: string, back: number): Promise<string[]> {
  const start = document.getText().indexOf(text);
  if (start === -1) return [];
  const at = document.positionAt(start + text.length - back);
  const found = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  const kinds = [vscode.CompletionItemKind.Variable, vscode.CompletionItemKind.Value];
  const isOurs = (item: vscode.CompletionItem): boolean => item.kind !== undefined && kinds.includes(item.kind);
  return found.items.filter(isOurs).map(labelOf).sort();
}

async function labelsOf(uri: vscode.Uri, at: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    at,
  );
  return found.items.map(labelOf);
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

function hoverText(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

interface OpenPicker {
  readonly items: readonly vscode.QuickPickItem[];
  press(item: vscode.QuickPickItem, button: vscode.QuickInputButton): void;
  leave(): void;
}

/** The list that a command shows, as soon as it does. */
async function pickerOf(act: () => Thenable<unknown>): Promise<OpenPicker> {
  const window = vscode.window as unknown as { createQuickPick: () => vscode.QuickPick<vscode.QuickPickItem> };
  const make = window.createQuickPick;
  const shown = new Promise<OpenPicker>((resolve) => {
    window.createQuickPick = () => {
      const picker = make();
      const pressed = new vscode.EventEmitter<vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>>();
      const stand = new Proxy(picker, {
        get: (target, key) => {
          if (key === 'onDidTriggerItemButton') return pressed.event;
          if (key === 'show') {
            return () => {
              target.show();
              const press: OpenPicker['press'] = (item, button) => pressed.fire({ item, button });
              resolve({ items: target.items, press, leave: () => target.hide() });
            };
          }
          const value = Reflect.get(target, key, target) as unknown;
          return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
        },
        set: (target, key, value) => Reflect.set(target, key, value, target),
      });
      return stand;
    };
  });
  void act();
  try {
    return await shown;
  } finally {
    window.createQuickPick = make;
  }
}
