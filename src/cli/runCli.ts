import { Command, CommanderError } from 'commander';
import { addDefinitions } from './commands/definitions.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExport } from './commands/export.ts';
import { addInspect } from './commands/inspect.ts';
import { addRead } from './commands/read.ts';
import { addScore } from './commands/score.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { emolensVersion } from './version.ts';

/** Adds one command to the program; `ends` takes the exit status that its action came to. */
export type AddCommand = (program: Command, host: CliHost, ends: (status: ExitStatus) => void) => void;

const commands: readonly AddCommand[] = [addInspect, addEvaluate, addScore, addRead, addExport, addDefinitions];

/** Runs the command line with its arguments (without program and script name); never throws. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  let status: ExitStatus = exitStatus.done;
  const program = new Command('emolens')
    .description('Opens emotion benchmarks, asks models about them, and scores what they say.')
    .version(emolensVersion, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.out(text.trimEnd()), writeErr: () => undefined });
  for (const add of commands) add(program, host, (ended) => (status = ended));
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  if (args.length === 0)
    return refuse(
      host,
      'no command given: inspect, evaluate, score, read, export, protocol or strategy (emolens --help)',
    );
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return exitStatus.done;
      return refuse(host, `${thrown.message.replace(/^error: /, '')} (emolens --help)`);
    }
    // Everything that a user or a file can cause is a value: what arrives here is a fault of ours, and says so.
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    host.note(`emolens: unexpected error, please report it: ${detail}`);
    return exitStatus.stopped;
  }
}
