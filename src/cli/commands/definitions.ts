import type { Command } from 'commander';
import type { ReadableFolder } from '../../core/ports.ts';
import { protocolFileText } from '../../core/evaluation/protocolFile.ts';
import { strategyFileText } from '../../core/evaluation/strategyFile.ts';
import { exitStatus, refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { openStore } from '../openFolder.ts';
import { knownProtocols, knownStrategies, named, noteFaults } from '../ownFiles.ts';
import type { Known } from '../ownFiles.ts';

/** What is listed by the one command and printed whole by the other; its texts are untrusted. */
interface Definition {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
}

interface Kind<T extends Definition> {
  readonly name: 'protocol' | 'strategy';
  readonly what: string;
  /** Where one's own go, in `.emolens`. */
  readonly fileOf: (id: string) => string;
  readonly textOf: (value: T) => string;
  readonly known: (store: ReadableFolder | undefined) => Promise<Known<T>>;
}

interface Given {
  readonly folder?: string;
  readonly json?: boolean;
}

/** `emolens protocol [ID]` and `emolens strategy [ID]`: lists them, or prints one in full, as the file that one would write. */
export function addDefinitions(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  add(
    program,
    {
      name: 'protocol',
      what: 'protocols, or print one as the file to copy',
      fileOf: (id) => `.emolens/protocols/${id}.json`,
      textOf: (protocol) => protocolFileText(protocol),
      known: knownProtocols,
    },
    host,
    ends,
  );
  add(
    program,
    {
      name: 'strategy',
      what: 'strategies, or print one as the file to copy',
      fileOf: (id) => `.emolens/strategies/${id}.md`,
      textOf: strategyFileText,
      known: knownStrategies,
    },
    host,
    ends,
  );
}

function add<T extends Definition>(
  program: Command,
  kind: Kind<T>,
  host: CliHost,
  ends: (status: ExitStatus) => void,
): void {
  program
    .command(kind.name)
    .description(`list ${kind.what}`)
    .argument('[id]', 'the one to print')
    .option('--folder <folder>', 'a benchmark, whose own are there too')
    .option('--json', 'print one JSON document')
    .action(async (id: string | undefined, given: Given) => ends(await tell(kind, id, given, host)));
}

async function tell<T extends Definition>(
  kind: Kind<T>,
  id: string | undefined,
  given: Given,
  host: CliHost,
): Promise<ExitStatus> {
  const store = given.folder === undefined ? undefined : await openStore(given.folder, host);
  if (typeof store === 'number') return store;
  const known = await kind.known(store);
  if (id === undefined) {
    noteFaults(known, host);
    const rows = known.all.map(({ value: { id: name, title, description }, isOwn }) => ({
      id: name,
      title,
      description,
      file: isOwn ? kind.fileOf(name) : null,
    }));
    if (given.json === true) host.out(JSON.stringify(rows, undefined, 2));
    else for (const { id: name, title, file } of rows) host.out(`${name}\t${title}${file === null ? '' : `\t${file}`}`);
    return exitStatus.done;
  }
  const found = named(id, known, kind.name);
  if (!found.ok) return refuse(host, given.folder === undefined ? found.error : `${given.folder}: ${found.error}`);
  host.out(given.json === true ? JSON.stringify(found.value, undefined, 2) : kind.textOf(found.value).trimEnd());
  if (given.json !== true) host.note(`to change it, write this to ${kind.fileOf(id)} of a benchmark`);
  return exitStatus.done;
}
