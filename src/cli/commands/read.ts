import type { Command } from 'commander';
import { exitStatus } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { nameList } from '../optionParsers.ts';
import { runRead } from '../read.ts';

/** `emolens read --labels a,b,c`: the answer reader alone. */
export function addRead(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  program
    .command('read')
    .description('read replies from standard input: one JSON string or {reply, finish?, refusal?, options?} a line')
    .requiredOption('--labels <a,b,c>', 'the labels, separated by commas', nameList)
    .option('--json', 'print JSON lines (the default)')
    .action(async (options: { readonly labels: string[] }) => {
      const status = await runRead(
        host.input(),
        options,
        (line) => host.out(line),
        (message) => host.note(message),
      );
      ends(host.signal.aborted ? exitStatus.interrupted : (status as ExitStatus));
    });
}
