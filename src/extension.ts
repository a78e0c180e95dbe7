import type { ExtensionContext } from 'vscode';

/** Called by VS Code when EmoLens is first needed. */
export function activate(_context: ExtensionContext): void {}
