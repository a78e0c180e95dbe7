import type { EvaluateOptions } from '../evaluation/askWhat.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { selectionOf, sessionOf, targetOf } from './target.ts';

/** Asking models. */
export function evaluationCommands(workbench: Workbench, evaluations: Evaluations): CommandTable {
  return {
    [commands.evaluatePortrait]: async (at) => {
      const target = await targetOf(workbench, at);
      return target && evaluations.evaluate(target.session, target.items.slice(0, 1), optionsOf(at));
    },
    [commands.evaluateSelection]: async (at, all) => {
      const target = await selectionOf(workbench, at, all);
      return target && evaluations.evaluate(target.session, target.items, optionsOf(at));
    },
    [commands.evaluateBenchmark]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.evaluateBenchmark(session, optionsOf(at));
    },
    [commands.askAgain]: async (at) => {
      const target = await targetOf(workbench, at);
      const item = target?.items.at(0);
      return target && item && evaluations.askAgain(target.session, item, target.outcome?.run);
    },
    [commands.stop]: () => evaluations.stop(),
    [commands.pause]: () => evaluations.pause(),
    [commands.goOn]: () => evaluations.goOn(),
    [commands.resume]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.resume(session, runOf(at));
    },
    [commands.retryFailed]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.retryFailed(session, runOf(at));
    },
    [commands.compareStrategies]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.compare(session, optionsOf(at));
    },
  };
}

/** Choices that a script or a test made beforehand; a row of the tree has none. */
function optionsOf(at: unknown): EvaluateOptions {
  if (typeof at !== 'object' || at === null || !('options' in at)) return {};
  const { options } = at;
  if (typeof options !== 'object' || options === null) return {};
  const { model, protocol, confirm, strategies, models }: Partial<Record<keyof EvaluateOptions, unknown>> = options;
  return {
    model: textOf(model),
    protocol: textOf(protocol),
    confirm: confirm !== false,
    strategies: textsOf(strategies),
    models: textsOf(models),
  };
}

/** A run, or a comparison, that was named beforehand. */
function runOf(at: unknown): string | undefined {
  return typeof at === 'object' && at !== null && 'run' in at ? textOf(at.run) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}
