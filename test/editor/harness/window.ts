import * as vscode from 'vscode';
import type { EmoLensApi } from '../../../src/extension.ts';
import type { BenchmarkSession } from '../../../src/editor/session/session.ts';
import type { TreeNode } from '../../../src/editor/tree/treeNodes.ts';

/** The running extension, activated. */
export async function emolens(): Promise<EmoLensApi> {
  const extension = vscode.extensions.getExtension<EmoLensApi>('emolens.emolens');
  if (extension === undefined) throw new Error('EmoLens is not installed in this window');
  return extension.activate();
}

/** Opens a folder as the command does, and hands back its session. */
export async function openSession(root: vscode.Uri): Promise<BenchmarkSession> {
  await vscode.commands.executeCommand('emolens.openBenchmark', root);
  const session = (await emolens()).workbench.sessionOf(root);
  if (session === undefined) throw new Error(`${root.fsPath} did not open`);
  return session;
}

/** Closes every open benchmark, so that tests do not see each other's. */
export async function closeAll(): Promise<void> {
  const { workbench } = await emolens();
  for (const session of workbench.sessions) workbench.close(session);
}

/** Every row of the tree below a node, in order. */
export async function rowsBelow(node?: TreeNode): Promise<TreeNode[]> {
  const { tree } = await emolens();
  const rows: TreeNode[] = [];
  for (const child of await tree.getChildren(node)) rows.push(child, ...(await rowsBelow(child)));
  return rows;
}

/** The saved views that the tree shows of a benchmark, each with its count as it is shown. */
export async function viewRows(session: BenchmarkSession): Promise<readonly (readonly [string, string])[]> {
  const { tree } = await emolens();
  const top = (await tree.getChildren()).find((one) => one.session === session);
  const section = top && (await tree.getChildren(top)).find(({ kind }) => kind === 'views');
  if (section === undefined) return [];
  return (await tree.getChildren(section)).map((row) => {
    const { label, description } = tree.getTreeItem(row);
    return [label as string, String(description)] as const;
  });
}

/** Resolves as soon as `test` gives a value that is not undefined or false; it is asked again at each event. */
export async function once<T>(event: vscode.Event<unknown>, test: () => T | undefined | false): Promise<T> {
  const now = test();
  if (now !== undefined && now !== false) return now;
  return new Promise((resolve) => {
    const listening = event(() => {
      const value = test();
      if (value === undefined || value === false) return;
      listening.dispose();
      resolve(value);
    });
  });
}

/**
 * Does something on disk again and again until the window has noticed: the editor begins to watch a folder some time after
 * it was asked to, and does not say when.
 */
export async function actUntil<T>(
  act: () => Promise<void>,
  event: vscode.Event<unknown>,
  test: () => T | undefined | false,
): Promise<T> {
  await act();
  const again = setInterval(() => void act(), 500);
  try {
    return await once(event, test);
  } finally {
    clearInterval(again);
  }
}

/** EmoLens' diagnostics of a document, once there are as many as expected. */
export function diagnosticsOf(document: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return once(vscode.languages.onDidChangeDiagnostics, () => {
    const ours = vscode.languages.getDiagnostics(document).filter(({ source }) => source === 'EmoLens');
    return ours.length === count && ours;
  });
}

/** Collects the messages that the window shows while `act` runs; every message is answered with `answer`. */
export async function messagesDuring(act: () => Promise<unknown>, answer?: string): Promise<string[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const names = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'];
  const kept = names.map((name) => [name, window[name]] as const);
  const seen: string[] = [];
  for (const name of names)
    window[name] = (text: string): Promise<string | undefined> => {
      seen.push(text);
      return Promise.resolve(answer);
    };
  try {
    await act();
    return seen;
  } finally {
    for (const [name, was] of kept) window[name] = was;
  }
}
