import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { builtInProtocols } from '../../core/evaluation/builtInProtocols.ts';
import { nodeAt, readJson } from '../../core/evaluation/jsonTree.ts';
import { loadProtocols } from '../../core/evaluation/loadProtocols.ts';
import { loadStrategies } from '../../core/evaluation/loadStrategies.ts';
import { protocolIdPattern, type Protocol } from '../../core/evaluation/protocol.ts';
import { protocolFileText } from '../../core/evaluation/protocolFile.ts';
import { builtInStrategies, strategyIdPattern, type Strategy } from '../../core/evaluation/strategies.ts';
import { strategyFileText } from '../../core/evaluation/strategyFile.ts';
import { protocolText } from '../../core/words/protocolText.ts';
import { originText, strategyText } from '../../core/words/strategyText.ts';
import { isBeside, storeUri } from '../authoring/authoredFiles.ts';
import { builtInUri, protocolSchemaAddress } from '../authoring/builtInDocuments.ts';
import { type Authoring, type NamedCopy, newAuthored, type Pattern } from '../authoring/newAuthored.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf } from './target.ts';

/** Writing protocols and strategies of one's own. */
export function authoringCommands(workbench: Workbench): CommandTable {
  return {
    [commands.newProtocol]: async (at, named) => {
      const session = sessionOf(workbench, at);
      return session && newAuthored(session, await protocolAuthoring(session), namedCopy(named));
    },
    [commands.newStrategy]: async (at, named) => {
      const session = sessionOf(workbench, at);
      return session && newAuthored(session, await strategyAuthoring(session), namedCopy(named));
    },
  };
}

function namedCopy(value: unknown): NamedCopy {
  if (typeof value !== 'object' || value === null) return {};
  const { from, id } = value as Readonly<Record<string, unknown>>;
  return { ...(typeof from === 'string' && { from }), ...(typeof id === 'string' && { id }) };
}

async function protocolAuthoring(session: BenchmarkSession): Promise<Authoring> {
  const { protocols, files } = await loadProtocols(session.store);
  const store = storeUri(session);
  const schema = isBeside(store) ? undefined : protocolSchemaAddress;
  const patternOf = (protocol: Protocol, look: vscode.Uri): Pattern => {
    const { title, description } = protocolText(protocol);
    const copyAs = (id: string): string => protocolFileText({ ...protocol, id, title: copyTitle(protocol) }, schema);
    const detail = rowDetail(protocol, description);
    return { id: protocol.id, title, detail, origin: originText(protocol), look, copyAs };
  };
  return {
    kind: 'protocols',
    ending: '.json',
    idPattern: protocolIdPattern,
    patterns: [
      ...builtInProtocols.map((one) => patternOf(one, builtInUri('protocols', one.id, session))),
      ...protocols.map((one) => patternOf(one, vscode.Uri.joinPath(store, files?.get(one.id) ?? ''))),
    ],
    taken: new Set(protocols.map(({ id }) => id)),
    texts: {
      pick: l10n.t('New Protocol: what to begin from'),
      name: l10n.t('New Protocol: its name'),
      idRule: l10n.t('Small letters, digits and hyphens, beginning with a letter or a digit.'),
      replaces: l10n.t('This is the name of a built-in protocol: yours will take its place in this benchmark.'),
    },
    cursorIn: (text) => {
      const read = readJson(text);
      const question = read.ok ? nodeAt(read.value, ['stages', 0, 'question']) : undefined;
      return question === undefined ? [0, 0] : [question.start + 1, question.end - 1];
    },
  };
}

async function strategyAuthoring(session: BenchmarkSession): Promise<Authoring> {
  const { strategies } = await loadStrategies(session.store);
  const patternOf = (strategy: Strategy, look: vscode.Uri): Pattern => {
    const { title, description } = strategyText(strategy);
    const copyAs = (id: string): string => strategyFileText({ ...strategy, id, title: copyTitle(strategy) });
    return { id: strategy.id, title, detail: description ?? '', origin: originText(strategy), look, copyAs };
  };
  const fileOf = (id: string): vscode.Uri => vscode.Uri.joinPath(storeUri(session), 'strategies', `${id}.md`);
  return {
    kind: 'strategies',
    ending: '.md',
    idPattern: strategyIdPattern,
    patterns: [
      ...builtInStrategies.map((one) => patternOf(one, builtInUri('strategies', one.id, session))),
      ...strategies.map((one) => patternOf(one, fileOf(one.id))),
    ],
    taken: new Set(strategies.map(({ id }) => id)),
    texts: {
      pick: l10n.t('New Strategy: what to begin from'),
      name: l10n.t('New Strategy: its name'),
      idRule: l10n.t('Small letters, digits, hyphens and "+", beginning with a letter or a digit.'),
      replaces: l10n.t('This is the name of a built-in strategy: yours will take its place in this benchmark.'),
    },
    cursorIn: (text) => {
      const start = text.indexOf('\n---\n', 3) + '\n---\n\n'.length;
      return [start, start];
    },
  };
}

/** Two of one title could not be told apart in lists. Not translated: the file is the same in every language. */
function copyTitle({ title }: Pick<Protocol | Strategy, 'title'>): string {
  return `Copy of ${title}`;
}

/** A row has room for a line: what a single question asks says more there than where it comes from. */
function rowDetail({ stages }: Protocol, description: string | undefined): string {
  const [only, ...others] = stages;
  return [...(only === undefined || others.length > 0 ? [] : [only.question]), description ?? ''].join(' ').trim();
}
