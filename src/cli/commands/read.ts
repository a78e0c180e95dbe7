import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { builtInLexicon } from '../../core/affect/lexicon.ts';
import type { Lexicon } from '../../core/affect/lexicon.ts';
import { parseLexicon } from '../../core/evaluation/loadLexicon.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { lexiconRefusalText } from '../../core/words/lexiconText.ts';
import { exitStatus, refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { nameList } from '../optionParsers.ts';
import { runRead } from '../read.ts';

interface Options {
  readonly labels: string[];
  readonly lexicon?: string;
  readonly options?: 'words' | 'letters';
}

/** `emolens read --labels a,b,c`: the answer reader alone. */
export function addRead(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  program
    .command('read')
    .description('read replies from standard input: one JSON string or {reply, finish?, refusal?, options?} a line')
    .requiredOption('--labels <a,b,c>', 'the labels, separated by commas', nameList)
    .option('--lexicon <file>', 'words beside the built-in ones, as in .emolens/lexicon.json')
    .addOption(
      new Option(
        '--options <style>',
        'how the labels were shown, where a line does not say: letters begin at A',
      ).choices(['words', 'letters']),
    )
    .option('--json', 'print JSON lines (the default)')
    .action(async (options: Options) => {
      const lexicon = await lexiconIn(options.lexicon, host.cwd);
      if (!lexicon.ok) return ends(refuse(host, lexicon.error));
      const status = await runRead(
        host.input(),
        {
          labels: options.labels,
          lexicon: lexicon.value,
          ...(options.options === undefined ? {} : { shown: options.options }),
        },
        (line) => host.out(line),
        (message) => host.note(message),
      );
      ends(host.signal.aborted ? exitStatus.interrupted : (status as ExitStatus));
    });
}

/** The built-in words with those of a file; a sentence that names file and line where it is faulty. */
async function lexiconIn(file: string | undefined, cwd: string): Promise<Result<Lexicon, string>> {
  if (file === undefined) return ok(builtInLexicon);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(cwd, file));
  } catch (thrown) {
    return err(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  const { lexicon, errors } = parseLexicon(new TextDecoder().decode(bytes), file);
  return errors.length === 0 ? ok(lexicon) : err(lexiconRefusalText(errors));
}
