import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunBudgets } from '../../core/evaluation/plan.ts';
import type { Strategy } from '../../core/evaluation/strategies.ts';
import { originText, strategyText } from '../../core/words/strategyText.ts';
import { lastFirst } from './pickers.ts';
import type { RunSetup } from './runSetup.ts';
import { conversationText, optionsText } from './setupText.ts';

/** More orders than this cost much and tell little more. */
const mostOrders = 24;

/** A strategy's title where its id stands beside it; empty where it only repeats the id. */
export function titleBeside(strategy: Strategy): string {
  const { title } = strategyText(strategy);
  return title.toLowerCase() === strategy.id ? '' : title;
}

/** The row of a strategy: its name, its title, what it does. */
export function strategyRow(strategy: Strategy): vscode.QuickPickItem & { readonly strategy: Strategy } {
  const whose = originText(strategy);
  return {
    label: strategy.id,
    description: [titleBeside(strategy), whose].filter((part) => part !== '').join(' · '),
    detail: strategyText(strategy).description,
    strategy,
  };
}

/** Asks for the strategy, the one used last first; `undefined` leaves things as they are. */
export async function pickStrategy(setup: RunSetup, last: string | undefined): Promise<Strategy | undefined> {
  const rows = lastFirst(setup.strategies.map(strategyRow), ({ label }) => label === last);
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Evaluate: which strategy'),
    placeHolder: l10n.t('How the questions are put'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.strategy;
}

/** Asks how options are shown, and in how many orders. */
export async function pickOptions(setup: RunSetup): Promise<Pick<RunSetup, 'options' | 'orders'> | undefined> {
  const ways = (['words', 'letters'] as const).flatMap((options) =>
    (['fixed', 1] as const).map((orders) => ({ options, orders })),
  );
  const several = (['words', 'letters'] as const).map((options) => ({
    label: options === 'words' ? l10n.t('words, in several orders...') : l10n.t('letters, in several orders...'),
    detail: l10n.t('Each question is asked once for each order, which gives a flip rate.'),
    way: { options, orders: undefined },
  }));
  const isNow = (way: Pick<RunSetup, 'options' | 'orders'>): boolean =>
    way.options === setup.options && way.orders === setup.orders;
  const rows = [...ways.map((way) => ({ label: optionsText(way), way })), ...several];
  const picked = await vscode.window.showQuickPick(
    lastFirst<(typeof rows)[number]>(rows, ({ way }) => way.orders !== undefined && isNow(way)),
    { title: l10n.t('Evaluate: how options are shown'), ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  const { options, orders } = picked.way;
  if (orders !== undefined) return { options, orders };
  const count = await askNumber({
    title: l10n.t('Evaluate: in how many orders'),
    prompt: l10n.t('From 2 to {0}. Each order is a request of its own.', mostOrders),
    value: typeof setup.orders === 'number' && setup.orders > 1 ? setup.orders : 3,
    isFit: (number) => Number.isInteger(number) && number >= 2 && number <= mostOrders,
  });
  return typeof count === 'number' ? { options, orders: count } : undefined;
}

/** Asks whether the stages of a portrait are one conversation. */
export async function pickConversation(): Promise<Pick<RunSetup, 'conversation'> | undefined> {
  const rows = (['separate', 'one'] as const).map((conversation) => ({
    label: conversationText({ conversation }),
    conversation,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Evaluate: conversation'),
    placeHolder: l10n.t('The papers do not say which they did.'),
    ignoreFocusOut: true,
  });
  return picked && { conversation: picked.conversation };
}

/** Asks for a cap: in USD where a price is known, else in requests. Other caps stay. */
export async function pickCap(budgets: RunBudgets, hasPrice: boolean): Promise<RunBudgets | undefined> {
  const key = hasPrice ? 'maxCostUsd' : 'maxRequests';
  const cap = await askNumber({
    title: hasPrice ? l10n.t('Evaluate: cap in USD') : l10n.t('Evaluate: cap in requests'),
    prompt: hasPrice
      ? l10n.t('The evaluation stops when it has cost this many USD, and can be resumed. Empty: no cap.')
      : l10n.t('The evaluation stops after this many requests, and can be resumed. Empty: no cap.'),
    value: budgets[key],
    isFit: (number) => number > 0 && (hasPrice || Number.isInteger(number)),
  });
  if (cap === undefined) return undefined;
  const { maxCostUsd: _usd, ...withoutUsd } = budgets;
  const { maxRequests: _both, ...withoutBoth } = withoutUsd;
  // A cap in USD that no price can be held against would refuse the run for good.
  const rest = hasPrice ? withoutUsd : withoutBoth;
  return cap === 'empty' ? rest : { ...rest, [key]: cap };
}

async function askNumber(asked: {
  readonly title: string;
  readonly prompt: string;
  readonly value: number | undefined;
  readonly isFit: (number: number) => boolean;
}): Promise<number | 'empty' | undefined> {
  const { title, prompt, value, isFit } = asked;
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value: value === undefined ? '' : String(value),
    ignoreFocusOut: true,
    validateInput: (written) =>
      written.trim() === '' || isFit(Number(written)) ? undefined : l10n.t('Write a number that fits.'),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? 'empty' : Number(text);
}
