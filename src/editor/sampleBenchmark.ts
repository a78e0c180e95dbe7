import * as vscode from 'vscode';

/** Folder of the sample inside EmoLens' own storage; its name is what the window calls the benchmark. */
const sampleName = 'emolens-sample';

/**
 * The sample benchmark of this machine, as a folder that can be written to: a copy of the one that ships is made where there is
 * none, and a copy that a person has worked on is left as it is. Rejects when the storage cannot be written.
 */
export async function sampleBenchmark(context: vscode.ExtensionContext): Promise<vscode.Uri> {
  const shipped = vscode.Uri.joinPath(context.extensionUri, 'dist', 'sample');
  const folder = vscode.Uri.joinPath(context.globalStorageUri, sampleName);
  if (await isThere(folder)) return folder;
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  // Only a whole copy ever has the name, so that a copy cut short is made anew.
  const partial = vscode.Uri.joinPath(context.globalStorageUri, `${sampleName}.partial`);
  await vscode.workspace.fs.copy(shipped, partial, { overwrite: true });
  await vscode.workspace.fs.rename(partial, folder, { overwrite: false });
  return folder;
}

async function isThere(folder: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'annotation_emo.csv'));
    return true;
  } catch {
    return false;
  }
}
