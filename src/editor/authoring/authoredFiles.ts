import * as vscode from 'vscode';
import { isStrategyFile } from '../../core/evaluation/loadStrategies.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** What people write for EmoLens: the folder that it lies in below `.emolens`. */
export const authoredKinds = ['protocols', 'strategies'] as const;

/** See {@link authoredKinds}. */
export type AuthoredKind = (typeof authoredKinds)[number];

/** A protocol or strategy on disk. */
export interface AuthoredFile {
  readonly kind: AuthoredKind;
  /** The file's name with its ending. */
  readonly name: string;
  /** The folder `.emolens`, or the one that stands in for it. */
  readonly store: vscode.Uri;
}

/** The folder where EmoLens writes for a benchmark. */
export function storeUri(session: BenchmarkSession): vscode.Uri {
  return vscode.Uri.file(session.store.name);
}

/** Whether EmoLens writes for a benchmark beside its pictures, where the manifest's schemas find their files by the name. */
export function isBeside(store: vscode.Uri): boolean {
  return store.path.endsWith('/.emolens');
}

/** What a document is, by its place alone; `undefined` for what EmoLens would not read as a protocol or strategy. */
export function authoredFile(uri: vscode.Uri, sessions: readonly BenchmarkSession[]): AuthoredFile | undefined {
  if (uri.scheme !== 'file') return undefined;
  const [, above, folder, name] = /^(.*)\/([^/]+)\/([^/]+)$/.exec(uri.path) ?? [];
  const kind = authoredKinds.find((one) => one === folder);
  if (above === undefined || kind === undefined || name === undefined || !isAuthored(kind, name)) return undefined;
  const store = uri.with({ path: above });
  const isKnown = isBeside(store) || sessions.some((session) => storeUri(session).toString() === store.toString());
  return isKnown ? { kind, name, store } : undefined;
}

/** Whether a file of this name is read as a protocol, or as a strategy. */
export function isAuthored(kind: AuthoredKind, name: string): boolean {
  return kind === 'protocols' ? name.endsWith('.json') : isStrategyFile(name);
}
