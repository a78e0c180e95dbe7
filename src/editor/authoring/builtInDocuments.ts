import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { polarityTable } from '../../core/affect/polarity.ts';
import { findProtocol } from '../../core/evaluation/builtInProtocols.ts';
import { findStrategy } from '../../core/evaluation/strategies.ts';
import { strategyFileText } from '../../core/evaluation/strategyFile.ts';
import { protocolPreview } from '../../core/words/protocolPreview.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import type { AuthoredKind } from './authoredFiles.ts';

/** Scheme of what ships inside, shown for reading. */
const scheme = 'emolens-builtin';

/** The `$schema` of protocols in folders where the editor does not know them by their place. It says the same in every version of EmoLens. */
export const protocolSchemaAddress = `${scheme}:/schemas/protocol.schema.json`;

/** The address of a built-in protocol or strategy for reading; a protocol's questions are filled in for a benchmark. */
export function builtInUri(kind: AuthoredKind, id: string, session: BenchmarkSession): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${kind}/${id}.md`, query: session.root.toString() });
}

/** Serves what ships inside as documents that can be read and not changed. */
export class BuiltInDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #workbench: Workbench;
  readonly #extension: vscode.Uri;

  constructor(workbench: Workbench, extension: vscode.Uri) {
    this.#workbench = workbench;
    this.#extension = extension;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string | undefined> {
    if (uri.toString() === protocolSchemaAddress) {
      return readFile(vscode.Uri.joinPath(this.#extension, 'dist', 'schemas', 'protocol.schema.json').fsPath, 'utf8');
    }
    const [, kind, id = ''] = /^\/(protocols|strategies)\/([^/]+)\.md$/.exec(uri.path) ?? [];
    if (kind === 'strategies') {
      const strategy = findStrategy(id);
      return strategy && strategyFileText(strategy);
    }
    const protocol = findProtocol(id);
    return protocol && protocolPreview(protocol, this.#sideOf(uri.query));
  }

  dispose(): void {
    this.#registered.dispose();
  }

  #sideOf(root: string): Parameters<typeof protocolPreview>[1] {
    const session = root === '' ? undefined : this.#workbench.sessionOf(vscode.Uri.parse(root));
    const strategy = findStrategy('plain');
    if (session === undefined || strategy === undefined) return undefined;
    const { benchmark } = session;
    const polarity = polarityTable(benchmark.labels, benchmark.descriptor.polarity);
    return { name: benchmark.name, benchmark, polarity, strategy };
  }
}
