import type { EvaluatePlan, EvaluatePorts } from '../core/evaluation/plan.ts';
import { evaluate } from '../core/evaluation/runner.ts';
import { evaluateErrorText, progressText, summaryText } from '../core/words/runText.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import { refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { itemCount } from './itemCount.ts';
import { noteFailed } from './noteFailed.ts';
import { resumeHint, standingAfter, standingText, statusOf } from './runReport.ts';
import { tellCautions } from './tellCautions.ts';

/** Makes one run, or goes on with one, and prints how it stands. */
export async function evaluateOne(
  folder: string,
  plan: EvaluatePlan,
  given: EvaluateOptions,
  ports: EvaluatePorts,
  host: CliHost,
): Promise<ExitStatus> {
  tellCautions(plan, host);
  const ended = await evaluate(
    plan,
    ports,
    {
      onStart: ({ run, model }) =>
        host.note(`run ${run}: ${itemCount(plan.items)} of ${plan.benchmark.name}, asked of ${model}`),
      onProgress: (progress) => host.passing(progressText(progress)),
    },
    host.signal,
  );
  if (!ended.ok) return refuse(host, `${folder}: ${evaluateErrorText(ended.error)}`);
  const summary = ended.value;
  // The line of progress is replaced by what came of it.
  host.note(summaryText(summary, summary.run, 'shell'));
  const standing = standingAfter(summary);
  if (given.json === true) host.out(JSON.stringify(standing, undefined, 2));
  else for (const line of standingText(standing)) host.out(line);
  // Read again only where something failed: the outcomes of a long run are larger than all else that is held of it.
  if (summary.kinds.failed !== undefined)
    await noteFailed(ports.store, [summary.run], { folder, id: summary.run }, host);
  if (summary.stopped !== undefined) host.note(resumeHint(host, folder, summary.run, summary.stopped));
  return statusOf(summary);
}
