import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';
import { views } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { ConfigurePage, type ConfigureParts } from './configurePage.ts';
import { pageOptions } from './pageHtml.ts';

/** The pages on which inferences are corrected: at most one for each benchmark. A half-made correction does not outlive the window. */
export class ConfigurePanels implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: ConfigureParts;
  readonly #pages = new Map<BenchmarkSession, ConfigurePage>();

  constructor(parts: ConfigureParts) {
    this.#parts = parts;
    const { workbench } = parts;
    this.#owned.add(
      workbench.onDidChangeSessions(() => {
        const open = new Set(workbench.sessions);
        for (const [session, page] of this.#pages) if (!open.has(session)) page.panel.dispose();
      }),
    );
  }

  show(session: BenchmarkSession): ConfigurePage {
    this.#parts.workbench.setActive(session);
    const page = this.#pages.get(session) ?? this.#open(session);
    page.panel.reveal();
    return page;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #open(session: BenchmarkSession): ConfigurePage {
    const panel = vscode.window.createWebviewPanel(views.configure, '', vscode.ViewColumn.Active, {
      ...pageOptions(this.#parts.extension, []),
      // What is half corrected is nowhere else, and the page is small.
      retainContextWhenHidden: true,
    });
    panel.title = l10n.t('Configure {0}', session.benchmark.name);
    const page = new ConfigurePage(panel, session, this.#parts);
    this.#pages.set(session, page);
    panel.onDidDispose(() => {
      this.#pages.delete(session);
      page.dispose();
    });
    return page;
  }
}
