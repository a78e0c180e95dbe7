import type { EvaluateOptions, Evaluations } from '../evaluation/evaluations.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { selectionOf, sessionOf, targetOf } from './target.ts';

/** Asking models. */
export function evaluationCommands(workbench: Workbench, evaluations: Evaluations): CommandTable {
  return {
    [commands.evaluatePortrait]: (at) => {
      const target = targetOf(workbench, at);
      return target && evaluations.evaluate(target.session, target.items.slice(0, 1), optionsOf(at));
    },
    [commands.evaluateSelection]: (at, all) => {
      const target = selectionOf(workbench, at, all);
      return target && evaluations.evaluate(target.session, target.items, optionsOf(at));
    },
    [commands.evaluateBenchmark]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.evaluateBenchmark(session, optionsOf(at));
    },
    [commands.askAgain]: (at) => {
      const target = targetOf(workbench, at);
      const item = target?.items[0];
      return target && item && evaluations.askAgain(target.session, item, target.outcome?.run);
    },
    [commands.stop]: () => evaluations.stop(),
    [commands.resume]: (at) => {
      const session = sessionOf(workbench, at);
      return session && evaluations.resume(session);
    },
  };
}

/** Choices that a script or a test made beforehand; a row of the tree has none. */
function optionsOf(at: unknown): EvaluateOptions {
  if (typeof at !== 'object' || at === null || !('options' in at)) return {};
  const { options } = at;
  if (typeof options !== 'object' || options === null) return {};
  return {
    model: 'model' in options && typeof options.model === 'string' ? options.model : undefined,
    protocol: 'protocol' in options && typeof options.protocol === 'string' ? options.protocol : undefined,
    confirm: 'confirm' in options ? options.confirm !== false : undefined,
  };
}
