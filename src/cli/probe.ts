import { expressionBaselineId } from '../core/models/expressionBaseline.ts';
import { probeConnection, profiledConnection } from '../core/models/probe.ts';
import type { ProbeStep } from '../core/models/probe.ts';
import { probeStepText, profileText } from '../core/words/connectionText.ts';
import { failureText } from '../core/words/failureText.ts';
import { findConnection } from './chooseModel.ts';
import { connectionsPath } from './connectionsFile.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';

/** Finds out by a few small, paid requests what the server of `--model` takes, and prints it. Asks about no portrait. */
export async function probe(given: EvaluateOptions, host: CliHost): Promise<ExitStatus> {
  const [id, more] = given.model ?? [];
  if (id === undefined) return refuse(host, '--probe: say which connection to test with --model');
  if (more !== undefined) return refuse(host, `--probe: one connection at a time, not ${id} and ${more}`);
  if (id === expressionBaselineId) return refuse(host, `--probe: ${id} runs in-process and has no server`);
  const found = await findConnection(
    {
      id,
      ...(given.baseUrl === undefined ? {} : { baseUrl: given.baseUrl }),
      ...(given.timeout === undefined ? {} : { timeoutSeconds: given.timeout }),
    },
    host,
  );
  if (!found.ok) return refuse(host, found.error);
  const { connection, key } = found.value;
  const onStep = (step: ProbeStep): void => host.passing(probeStepText(step));
  const probed = await probeConnection({ connection, key, onStep }, host.signal);
  if (!probed.ok && 'cancelled' in probed) return exitStatus.interrupted;
  if (!probed.ok) {
    host.note(`emolens: --model ${id}: ${failureText(probed.failure, 'shell')}`);
    if (given.json === true) host.out(JSON.stringify({ model: id, failure: probed.failure }, undefined, 2));
    return exitStatus.stopped;
  }
  const { findings } = probed;
  const profiled = profiledConnection(connection, findings);
  if (given.json === true) host.out(JSON.stringify({ model: id, ...findings, connection: profiled }, undefined, 2));
  else for (const line of linesOf({ model: id, ...findings })) host.out(line);
  host.note(`${id}: ${profileText(findings.profile)}`);
  // The file is the person's own: it is not written to.
  host.note(`to keep what was found, put the "connection" that --json prints into ${connectionsPath(host.env)}`);
  return exitStatus.done;
}

/** One `name value` a line, nested names with dots. */
function linesOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    typeof one === 'object' && one !== null ? linesOf(one, `${before}${name}.`) : [`${before}${name} ${String(one)}`],
  );
}
