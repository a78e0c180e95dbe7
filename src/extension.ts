import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { authoring } from './editor/authoring/authoring.ts';
import { authoringCommands } from './editor/commands/authoringCommands.ts';
import { predictionCommands } from './editor/commands/predictionCommands.ts';
import { benchmarkCommands } from './editor/commands/benchmarkCommands.ts';
import { connectionCommands } from './editor/commands/connectionCommands.ts';
import { evaluationCommands } from './editor/commands/evaluationCommands.ts';
import { exportCommands } from './editor/commands/exportCommands.ts';
import { lexiconCommands } from './editor/commands/lexiconCommands.ts';
import { portraitCommands } from './editor/commands/portraitCommands.ts';
import { registerCommands } from './editor/commands/register.ts';
import { statusMenuCommands } from './editor/commands/statusMenu.ts';
import { scoreCommands } from './editor/commands/scoreCommands.ts';
import { ErrorDiagnostics } from './editor/errors/diagnostics.ts';
import { TableLanguage } from './editor/errors/tableLanguage.ts';
import { viewCommands } from './editor/commands/viewCommands.ts';
import { Connections } from './editor/connections/connections.ts';
import { EvaluationStatus } from './editor/evaluation/evaluationStatus.ts';
import { LastModel } from './editor/evaluation/lastModel.ts';
import { Evaluations } from './editor/evaluation/evaluations.ts';
import { RunsWatch } from './editor/evaluation/runsWatch.ts';
import { commands } from './editor/ids.ts';
import { type Log, logTo } from './editor/log.ts';
import { ConfigurePanels } from './editor/pages/configurePanels.ts';
import { Galleries } from './editor/pages/galleries.ts';
import { PortraitPage } from './editor/pages/portraitPage.ts';
import { ScorePanels } from './editor/pages/scorePanels.ts';
import { LexiconDiagnostics } from './editor/reread/lexiconDiagnostics.ts';
import { Rereading } from './editor/reread/rereading.ts';
import { Reviews } from './editor/reviews.ts';
import { BenchmarkTree } from './editor/tree/benchmarkTree.ts';
import { Thumbnails } from './editor/thumbnails.ts';
import { SavedViews } from './editor/views/savedViews.ts';
import { Workbench } from './editor/workbench.ts';

/** What tests in the extension host, and other extensions, may hold on to. */
export interface EmoLensApi {
  readonly workbench: Workbench;
  readonly evaluations: Evaluations;
  readonly connections: Connections;
  /** What goes to the log goes through it. */
  readonly log: Log;
  readonly tree: BenchmarkTree;
  readonly thumbnails: Thumbnails;
  readonly scores: ScorePanels;
  readonly configure: ConfigurePanels;
  readonly rereading: Rereading;
  readonly views: SavedViews;
  readonly galleries: Galleries;
}

/** Puts the parts together: the only place where that happens. Data goes open, ask, read, score, review, report. */
export function activate(context: vscode.ExtensionContext): EmoLensApi {
  const began = performance.now();
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const channel = vscode.window.createOutputChannel('EmoLens', { log: true });
  const log = logTo(channel);

  const workbench = new Workbench(context, log);
  const connections = new Connections(context.secrets, log);
  const evaluations = new Evaluations(context, connections, log);
  const lastModel = new LastModel(context.workspaceState);
  const reviews = new Reviews();
  const extension = context.extensionUri;
  const thumbnails = new Thumbnails(context);
  const views = new SavedViews(workbench);
  const galleries = new Galleries({ extension, workbench, evaluations, reviews, thumbnails, views });
  const scores = new ScorePanels({ extension, workbench, evaluations, galleries });
  const configure = new ConfigurePanels({ extension, workbench });
  const rereading = new Rereading(workbench, log);
  const tree = new BenchmarkTree(workbench, views, thumbnails);
  const diagnostics = new ErrorDiagnostics(workbench);

  context.subscriptions.push(
    channel,
    workbench,
    connections,
    thumbnails,
    evaluations,
    views,
    galleries,
    diagnostics,
    tree,
    new PortraitPage({ extension, workbench, evaluations, reviews, galleries, thumbnails }),
    new TableLanguage(workbench, diagnostics, thumbnails),
    lastModel,
    new EvaluationStatus({ evaluations, workbench, connections, lastModel }),
    registerCommands(statusMenuCommands({ evaluations, workbench, connections, lastModel }), log),
    registerCommands(benchmarkCommands(workbench, tree, configure), log),
    registerCommands(predictionCommands(workbench), log),
    registerCommands(viewCommands(workbench, galleries, views), log),
    registerCommands(portraitCommands(workbench, galleries, reviews), log),
    registerCommands(evaluationCommands(workbench, evaluations), log),
    registerCommands(connectionCommands(workbench, connections, lastModel), log),
    scores,
    configure,
    registerCommands(scoreCommands(context, workbench, scores, tree), log),
    authoring(workbench, extension),
    rereading,
    new LexiconDiagnostics(workbench),
    registerCommands(lexiconCommands(workbench, rereading), log),
    registerCommands(authoringCommands(workbench), log),
    registerCommands(exportCommands(workbench), log),
    registerCommands({ [commands.showLog]: () => channel.show() }, log),
    new RunsWatch(context, workbench, evaluations),
    vscode.workspace.onDidChangeWorkspaceFolders(() => workbench.openFound()),
  );
  workbench.openFound().then(
    () => log.info('start', `activated and opened in ${Math.round(performance.now() - began)} ms`),
    (thrown: unknown) => log.error('start', 'the benchmarks of this workspace were not opened', thrown),
  );
  return { workbench, evaluations, connections, rereading, log, tree, thumbnails, scores, configure, views, galleries };
}
