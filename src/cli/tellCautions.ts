import { cautionsOf } from '../core/evaluation/cautions.ts';
import type { EvaluatePlan } from '../core/evaluation/plan.ts';
import { cautionLine, cautionTexts } from '../core/words/cautionText.ts';
import type { CliHost } from './host.ts';

/** Says before anything is paid for what to know about what is asked. */
export function tellCautions(plan: EvaluatePlan, host: CliHost): void {
  for (const caution of cautionTexts(cautionsOf(plan))) host.note(cautionLine(caution));
}
