import type * as vscode from 'vscode';
import type { RunBudgets } from '../../core/evaluation/plan.ts';

const key = 'caps';
const mostKept = 50;

/**
 * Caps that a person set for one run or comparison when starting it: going on with it holds them again. They are a wish about
 * this machine's spending, not part of what was asked, so they are kept with the window and not in the run.
 */
export class RememberedCaps {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(id: string): RunBudgets | undefined {
    return this.#all().find(([one]) => one === id)?.[1];
  }

  async remember(id: string, budgets: RunBudgets): Promise<void> {
    const others = this.#all().filter(([one]) => one !== id);
    await this.#state.update(key, [...others, [id, budgets]].slice(-mostKept));
  }

  #all(): readonly (readonly [id: string, budgets: RunBudgets])[] {
    return this.#state.get(key, []);
  }
}
