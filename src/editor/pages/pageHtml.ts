import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** The pages that the build makes. */
export type PageName = 'gallery' | 'portrait' | 'scores' | 'configure';

/**
 * Settings of a page's webview. Set again whenever a page is restored: VS Code keeps the folders of the version that made
 * it, and a page of an updated extension would stay blank (microsoft/vscode#114661).
 */
export function pageOptions(extension: vscode.Uri, roots: readonly vscode.Uri[]): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview'), ...roots],
  };
}

/** The document of a page: no inline code or style, scripts by nonce, pictures from the benchmark alone. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, page: PageName): string {
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
  const nonce = randomBytes(18).toString('base64url');
  const csp = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data: blob:`,
    `media-src ${webview.cspSource}`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${file(`${page}.css`)}">
<title>${escapeAttribute(titleOf(page))}</title>
</head>
<body>
<div id="root"></div>
<script id="strings" type="application/json" nonce="${nonce}">${jsonInScript(vscode.l10n.bundle ?? {})}</script>
<script nonce="${nonce}" src="${file(`${page}.js`)}"></script>
</body>
</html>`;
}

function titleOf(page: PageName): string {
  switch (page) {
    case 'gallery':
      return l10n.t('Gallery');
    case 'portrait':
      return l10n.t('Portrait');
    case 'scores':
      return l10n.t('Scores');
    case 'configure':
      return l10n.t('Configure');
  }
}

/** JSON that cannot end the script element that it stands in. */
function jsonInScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
