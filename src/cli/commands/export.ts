import type { Command } from 'commander';
import { Option } from 'commander';
import { join, relative, resolve } from 'node:path';
import { exportBenchmark } from '../../core/export/exportBenchmark.ts';
import type { Exported } from '../../core/export/exportBenchmark.ts';
import { exportFormatIds } from '../../core/export/exportLayout.ts';
import type { ExportFormatId } from '../../core/export/exportLayout.ts';
import { exportedText, exportErrorText, newFolderErrorText } from '../../core/words/exportText.ts';
import { newFolder } from '../../platform/node/newFolder.ts';
import { exitStatus, refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { openFolder } from '../openFolder.ts';
import { wholeNumber } from '../optionParsers.ts';
import { knownProtocols, named } from '../ownFiles.ts';
import { picturesFor, selectedItems } from '../planEvaluation.ts';

interface Given {
  readonly to: ExportFormatId;
  readonly where?: string;
  readonly limit?: number;
  readonly protocol: string;
  readonly embed?: boolean;
  readonly json?: boolean;
}

/** `emolens export FOLDER OUT --to FORMAT`: writes a benchmark in the layout of another tool. */
export function addExport(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  program
    .command('export')
    .description('write a benchmark, or what a query finds of it, in the layout of another tool')
    .argument('<folder>', 'the benchmark folder')
    .argument('<out>', 'the folder to write to: a new or an empty one')
    .addOption(new Option('--to <format>', 'the layout to write').choices([...exportFormatIds]).makeOptionMandatory())
    .option('--where <query>', 'only the items that it finds')
    .option('--limit <n>', 'at most so many items', wholeNumber(1))
    .option('--protocol <id>', 'where the questions of vlmevalkit and llava come from', 'emo-c')
    .option('--embed', 'pictures inside the table as base64 (vlmevalkit only)')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, out: string, given: Given) => ends(await run(folder, out, given, host)));
}

async function run(folder: string, out: string, given: Given, host: CliHost): Promise<ExitStatus> {
  const target = resolve(host.cwd, out);
  if (isInside(resolve(host.cwd, folder), target))
    return refuse(host, `${out}: this is inside the benchmark, which is never written to`);
  const opened = await openFolder(folder, host, { pictures: picturesFor(given.where, 'no') });
  if (typeof opened === 'number') return opened;
  const protocol = named(given.protocol, await knownProtocols(opened.store), '--protocol');
  if (!protocol.ok) return refuse(host, `${folder}: ${protocol.error}`);
  const items = await selectedItems(given, opened, host);
  if (typeof items === 'string') return refuse(host, `${folder}: ${items}`);
  const made = await newFolder(target);
  if (!made.ok) return refuse(host, newFolderErrorText({ ...made.error, path: out }));
  const exported = await exportBenchmark(
    {
      benchmark: opened.benchmark,
      items,
      format: given.to,
      protocol: protocol.value,
      ...(given.embed === true && { embed: true }),
    },
    {
      images: opened.images,
      target: made.value,
      signal: host.signal,
      onProgress: ({ what, done, total }) => {
        if (done % 64 === 0 || done === total) host.passing(`${what}: ${done} of ${total}`);
      },
    },
  );
  if (exported.ok) return tell(exported.value, out, given, host);
  if (exported.error.kind !== 'cancelled') return refuse(host, `${folder}: ${exportErrorText(exported.error)}`);
  host.note(exportErrorText(exported.error));
  return exitStatus.interrupted;
}

function isInside(folder: string, target: string): boolean {
  const way = relative(folder, target);
  return way === '' || !(way.startsWith('..') || join(folder, way) !== target);
}

function tell(exported: Exported, out: string, given: Given, host: CliHost): ExitStatus {
  if (given.json === true) host.out(JSON.stringify({ format: given.to, folder: out, ...exported }, undefined, 2));
  else for (const line of exportedText(exported, out)) host.out(line.replaceAll('\n', '\\n'));
  return exported.unreadable.length === 0 ? exitStatus.done : exitStatus.someFailed;
}
