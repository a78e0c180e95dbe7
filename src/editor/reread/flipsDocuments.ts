import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Reread } from '../../core/evaluation/reread/reread.ts';
import { DisposableStore } from '../disposables.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { flipsText } from './flipsText.ts';
import type { FlipPlace } from './flipsText.ts';

const scheme = 'emolens-flips';
/** Not in the manifest: it means something on the list alone. */
const applyCommand = 'emolens.internal.applyReread';

interface Held {
  readonly text: string;
  readonly places: readonly FlipPlace[];
  readonly session: BenchmarkSession;
  /** Absent once it was applied or left. */
  readonly apply?: () => Promise<void>;
}

/** Lists of what flipped, as documents that can only be read: each name leads to its portrait, and the first line applies them. */
export class FlipsDocuments implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #didChange = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #didChangeLenses = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #held = new Map<string, Held>();

  constructor() {
    const provider = {
      onDidChange: this.#didChange.event,
      provideTextDocumentContent: (uri: vscode.Uri) => this.#held.get(uri.toString())?.text ?? goneText(),
    };
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
    const selector = { scheme };
    this.#owned.add(
      vscode.languages.registerDocumentLinkProvider(selector, {
        provideDocumentLinks: ({ uri }) => this.#links(uri),
      }),
    );
    this.#owned.add(
      vscode.languages.registerCodeLensProvider(selector, {
        onDidChangeCodeLenses: this.#didChangeLenses.event,
        provideCodeLenses: ({ uri }) => this.#lenses(uri),
      }),
    );
    this.#owned.add(
      vscode.commands.registerCommand(applyCommand, (key: unknown) =>
        typeof key === 'string' ? this.#held.get(key)?.apply?.() : undefined,
      ),
    );
    this.#owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.#held.delete(uri.toString());
      }),
    );
  }

  /** Shows what flipped; `apply` is offered until {@link settle}. A list of the same benchmark is replaced. */
  async show(
    session: BenchmarkSession,
    title: string,
    rereads: readonly Reread[],
    apply: () => Promise<void>,
  ): Promise<vscode.Uri> {
    const name = l10n.t('Answers Read Otherwise');
    const uri = vscode.Uri.from({
      scheme,
      path: `/${name} - ${session.benchmark.name}`,
      query: session.root.toString(),
    });
    this.#held.set(uri.toString(), { ...flipsText(title, rereads, (id) => session.item(id)), session, apply });
    this.#didChange.fire(uri);
    this.#didChangeLenses.fire();
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    return uri;
  }

  /** Takes the offer back: it was taken or left. */
  settle(uri: vscode.Uri): void {
    const held = this.#held.get(uri.toString());
    if (held === undefined) return;
    const { apply: _taken, ...rest } = held;
    this.#held.set(uri.toString(), rest);
    this.#didChangeLenses.fire();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #links(uri: vscode.Uri): vscode.DocumentLink[] {
    const held = this.#held.get(uri.toString());
    if (held === undefined) return [];
    const root = held.session.root.toString();
    return held.places.map(({ item, line, start, end }) => {
      const portrait = encodeURIComponent(JSON.stringify([{ root, item }]));
      const target = vscode.Uri.parse(`command:${commands.openPortrait}?${portrait}`);
      const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), target);
      link.tooltip = l10n.t('Open Portrait');
      return link;
    });
  }

  #lenses(uri: vscode.Uri): vscode.CodeLens[] {
    const held = this.#held.get(uri.toString());
    if (held?.apply === undefined) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    return [
      new vscode.CodeLens(top, {
        title: `$(check) ${l10n.t('Apply')}`,
        tooltip: l10n.t('Reads these answers so from now on; nothing is sent and nothing is paid.'),
        command: applyCommand,
        arguments: [uri.toString()],
      }),
    ];
  }
}

/** What stands there when the window is loaded again with the list open. */
function goneText(): string {
  return l10n.t('This list was made before the window was loaded again. Run "EmoLens: Re-read Answers" for a new one.');
}
