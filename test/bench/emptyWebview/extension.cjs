// The floor for a command that shows a webview: the editor's own time for a panel with nothing in it.
const vscode = require('vscode');

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('emptyWebview.show', () => {
      const panel = vscode.window.createWebviewPanel('emptyWebview', 'Empty', vscode.ViewColumn.Active, {});
      panel.webview.html = '<!doctype html><html><body><p id="emolens-bench-empty">Empty</p></body></html>';
    }),
  );
};
