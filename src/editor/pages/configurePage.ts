import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { configurationOf, type Configuration, type SampledTable } from '../../core/benchmark/configuration.ts';
import { descriptorSchema } from '../../core/benchmark/descriptor.ts';
import { formatIds } from '../../core/benchmark/benchmark.ts';
import { listedFile } from '../../core/benchmark/files/listing.ts';
import { descriptorFile, readDescriptor } from '../../core/benchmark/readDescriptor.ts';
import { isTableFile } from '../../core/benchmark/tables/recordTable.ts';
import { columnRoleText, formatText } from '../../core/words/configureText.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import { openErrorText } from '../../core/words/openErrorText.ts';
import { answerRequests, eventMessage, type Handlers } from '../../protocol/channel.ts';
import { configureRequests, type EffectView, type TableSample } from '../../protocol/configureMessages.ts';
import { previewBenchmark } from '../session/benchmarkFiles.ts';
import { DisposableStore } from '../disposables.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import { pageHtml, pageOptions } from './pageHtml.ts';

/** What the page needs of the rest of the window. */
export interface ConfigureParts {
  readonly extension: vscode.Uri;
  readonly workbench: Workbench;
}

type ConfigureHandlers = Handlers<typeof configureRequests>;

/** Tables that are shown; a benchmark with more keeps them alike. */
const mostTables = 4;

/** The page on which a person corrects what was inferred about one benchmark. */
export class ConfigurePage implements vscode.Disposable {
  readonly session: BenchmarkSession;
  readonly panel: vscode.WebviewPanel;
  /** Answers to what the page asks; tests ask the same. */
  readonly handlers: ConfigureHandlers;
  readonly #owned = new DisposableStore();
  readonly #parts: ConfigureParts;
  /** A later preview ends an earlier one. */
  #previewing = new AbortController();

  constructor(panel: vscode.WebviewPanel, session: BenchmarkSession, parts: ConfigureParts) {
    this.panel = panel;
    this.session = session;
    this.#parts = parts;
    this.handlers = this.#handlers();
    panel.webview.options = pageOptions(parts.extension, []);
    panel.iconPath = vscode.Uri.joinPath(parts.extension, 'media', 'emolens.svg');
    const answer = answerRequests(
      configureRequests,
      this.handlers,
      (message) => void panel.webview.postMessage(message),
    );
    this.#owned.add(panel.webview.onDidReceiveMessage((message) => void answer(message)));
    let { benchmark } = session;
    this.#owned.add(
      session.onDidChange(() => {
        if (session.benchmark !== benchmark)
          void panel.webview.postMessage(eventMessage('changed', { revision: session.revision }));
        benchmark = session.benchmark;
      }),
    );
    this.#owned.add({ dispose: () => this.#previewing.abort() });
    panel.webview.html = pageHtml(panel.webview, parts.extension, 'configure');
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #handlers(): ConfigureHandlers {
    const { session } = this;
    return {
      info: async () => ({
        root: session.root.toString(),
        name: session.benchmark.name,
        formats: formatIds.map((id) => ({ id, title: formatText(id) })),
        roles: columnRoles().map((id) => ({ id, title: columnRoleText(id) })),
        tables: await this.#tables(),
        corrected: (await readDescriptor(session.store)).descriptor,
        effect: viewOf(configurationOf(session.benchmark)),
      }),
      preview: async ({ descriptor }) => {
        this.#previewing.abort();
        this.#previewing = new AbortController();
        const opened = await previewBenchmark(session.root, descriptor, this.#previewing.signal);
        if (!opened.ok) throw new Error(openErrorText(opened.error));
        return viewOf(configurationOf(opened.value));
      },
      save: async ({ descriptor }) => {
        const text = `${JSON.stringify({ ...descriptor, version: 1 }, undefined, 2)}\n`;
        const written = await session.store.write(descriptorFile, new TextEncoder().encode(text));
        if (!written.ok) throw new Error(fileErrorText(written.error));
        await this.#parts.workbench.reload(session);
        vscode.window.setStatusBarMessage(l10n.t('{0} follows your corrections', session.benchmark.name), 4000);
        return null;
      },
      openFile: async () => {
        await vscode.commands.executeCommand(commands.editDescriptor, session.root);
        return null;
      },
    };
  }

  /** The tables that items have rows in, then others at the root. */
  async #tables(): Promise<TableSample[]> {
    const { session } = this;
    const { folder } = session.tables;
    const named = new Set<string>();
    const { items } = session.benchmark;
    const step = Math.max(1, Math.floor(items.length / 200));
    for (let i = 0; i < items.length; i += step) {
      const file = items.at(i)?.row?.file;
      if (file !== undefined) named.add(file);
    }
    const folders = new Set([...named].map((path) => listedFile(path).folder).concat(''));
    for (const place of folders) {
      const listed = await folder.list(place);
      for (const entry of listed.ok ? listed.value : []) {
        const path = place === '' ? entry.name : `${place}/${entry.name}`;
        if (entry.kind === 'file' && !entry.name.startsWith('.') && isTableFile(listedFile(path))) named.add(path);
      }
    }
    const sampled: TableSample[] = [];
    for (const path of named) {
      if (sampled.length >= mostTables) break;
      const table = await session.tables.sample(path);
      if (table !== undefined) sampled.push(copyOf(table));
    }
    return sampled;
  }
}

function copyOf({ path, columns, rows }: SampledTable): TableSample {
  return { path, columns: [...columns], rows: rows.map(({ line, cells }) => ({ line, cells: [...cells] })) };
}

/** The roles that the descriptor's schema knows, so that a new one is offered here as soon as it can be read. */
function columnRoles(): readonly string[] {
  const { columns } = descriptorSchema.shape;
  return Object.keys(columns.unwrap().shape);
}

function viewOf(configuration: Configuration): EffectView {
  // Messages are plain JSON; what is readonly here is not there.
  return structuredClone(configuration) as EffectView;
}
