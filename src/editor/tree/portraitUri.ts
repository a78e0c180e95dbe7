import * as vscode from 'vscode';

/** Scheme of the addresses under which rows of the tree ask for their decoration; no file is behind them. */
export const portraitScheme = 'emolens-portrait';

/** The address of a portrait of a benchmark. The benchmark's root is in the query, so that two of them cannot collide. */
export function portraitUri(root: vscode.Uri, id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: portraitScheme, path: `/${id}`, query: root.toString() });
}

/** Takes an address of {@link portraitUri} apart; `undefined` for any other. */
export function readPortraitUri(uri: vscode.Uri): { readonly root: vscode.Uri; readonly id: string } | undefined {
  if (uri.scheme !== portraitScheme) return undefined;
  return { root: vscode.Uri.parse(uri.query, true), id: uri.path.slice(1) };
}
