import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import type { ModelChoice } from '../connections/connections.ts';
import { priceOf } from './evaluationPlan.ts';
import type { RunSetup } from './runSetup.ts';
import { pickCap, pickConversation, pickOptions, pickStrategy, titleBeside } from './setupPickers.ts';
import { capText, conversationText, optionsText } from './setupText.ts';

/** A row of the last question before an evaluation. A row without an act only says something. */
export interface ConfirmRow extends vscode.QuickPickItem {
  /** `start` begins; a function asks for a change, `undefined` leaving things as they are. */
  readonly act?: 'start' | (() => Promise<Partial<RunSetup> | undefined>);
}

/** What is about to be started, for the rows that show and change it. */
export interface SetupForm {
  readonly title: string;
  readonly setup: RunSetup;
  /** All rows for a setup; computing an estimate takes a while. */
  readonly rows: (setup: RunSetup) => Promise<readonly ConfirmRow[]>;
}

/**
 * Shows what is about to be asked and what it takes, lets a person change it in place as often as they like, and gives the setup
 * to start with; `undefined` when they do not want to.
 */
export async function confirmSetup({ title, setup, rows }: SetupForm): Promise<RunSetup | undefined> {
  let current = setup;
  for (;;) {
    const picked = await vscode.window.showQuickPick(rows(current), {
      title,
      placeHolder: l10n.t('Start, or change how it is asked'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (picked === undefined) return undefined;
    if (picked.act === 'start') return current;
    current = { ...current, ...(await picked.act?.()) };
  }
}

/** The rows that show how questions are put, and change it. The baseline reads no questions, so it has none. */
export function setupRows(
  setup: RunSetup,
  about: {
    readonly choices: readonly ModelChoice[];
    readonly protocol: Protocol;
    /** Absent where the strategy is not open: a comparison has several. */
    readonly lastStrategy?: string | undefined;
    readonly hasStrategy: boolean;
  },
): readonly ConfirmRow[] {
  const { choices, protocol, lastStrategy, hasStrategy } = about;
  const readsQuestions = choices.some(({ kind }) => kind !== 'baseline');
  const hasPrice = choices.every((choice) => priceOf(choice) !== undefined);
  const { extractor } = setup;
  const how: ConfirmRow[] = [
    ...(hasStrategy
      ? [
          {
            label: `$(comment) ${l10n.t('Strategy: {0}', setup.strategy.id)}`,
            description: titleBeside(setup.strategy),
            act: async () => {
              const strategy = await pickStrategy(setup, lastStrategy);
              return strategy && { strategy };
            },
          },
        ]
      : []),
    {
      label: `$(list-ordered) ${l10n.t('Options: {0}', optionsText(setup))}`,
      act: () => pickOptions(setup),
    },
    ...(protocol.stages.length > 1
      ? [
          {
            label: `$(comment-discussion) ${l10n.t('Conversation: {0}', conversationText(setup))}`,
            act: pickConversation,
          },
        ]
      : []),
    ...(extractor === undefined
      ? []
      : [
          {
            label: `$(wand) ${l10n.t('Unread answers are read by {0}', extractor.name)}`,
            description: l10n.t('choose to leave them unread'),
            act: () => Promise.resolve({ extractor: undefined }),
          },
        ]),
  ];
  const cap: ConfirmRow = {
    label: `$(shield) ${l10n.t('Cap: {0}', capText(setup.budgets))}`,
    description: l10n.t('set a cap...'),
    act: async () => {
      const budgets = await pickCap(setup.budgets, hasPrice);
      return budgets && { budgets };
    },
  };
  return [{ label: l10n.t('How it is asked'), kind: separator }, ...(readsQuestions ? how : []), cap];
}

/** Something to know before starting. A row shows about 80 characters of each. */
export interface Note {
  readonly icon: 'info' | 'cloud-upload';
  readonly text: string;
  readonly detail?: string | undefined;
}

/** Rows that only say something, below a heading. */
export function noteRows(notes: readonly Note[]): readonly ConfirmRow[] {
  if (notes.length === 0) return [];
  return [
    { label: l10n.t('To know'), kind: separator },
    ...notes.map(({ icon, text, detail }) => ({ label: `$(${icon}) ${text}`, detail, alwaysShow: true })),
  ];
}

const separator = vscode.QuickPickItemKind.Separator;
