import type * as vscode from 'vscode';

/** The extension's log channel with a component named on each line; never given keys or picture bytes. */
export interface Log {
  info(component: string, text: string): void;
  warn(component: string, text: string): void;
  error(component: string, text: string, thrown?: unknown): void;
}

/** A {@link Log} over the editor's channel. */
export function logTo(channel: vscode.LogOutputChannel): Log {
  return {
    info: (component, text) => channel.info(`[${component}] ${text}`),
    warn: (component, text) => channel.warn(`[${component}] ${text}`),
    error: (component, text, thrown) =>
      channel.error(
        `[${component}] ${text}${thrown instanceof Error ? `\n${thrown.stack ?? thrown.message}` : thrown === undefined ? '' : `: ${String(thrown)}`}`,
      ),
  };
}
