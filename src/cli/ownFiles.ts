import type { Lexicon } from '../core/affect/lexicon.ts';
import { builtInProtocols } from '../core/evaluation/builtInProtocols.ts';
import { loadLexicon } from '../core/evaluation/loadLexicon.ts';
import { loadProtocols } from '../core/evaluation/loadProtocols.ts';
import { loadStrategies } from '../core/evaluation/loadStrategies.ts';
import type { Protocol } from '../core/evaluation/protocol.ts';
import { builtInStrategies } from '../core/evaluation/strategies.ts';
import type { Strategy } from '../core/evaluation/strategies.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { protocolFileErrorText, strategyFileErrorText } from '../core/words/authoringText.ts';
import { lexiconRefusalText } from '../core/words/lexiconText.ts';
import type { CliHost } from './host.ts';

/** What can be asked for by its id, and the files that were left out: `file:line: why`. */
export interface Known<T> {
  readonly all: readonly { readonly value: T; readonly isOwn: boolean }[];
  readonly faults: readonly { readonly file: string; readonly text: string }[];
}

/** The protocols of a benchmark and the built-in ones whose ids they leave free. */
export async function knownProtocols(store: ReadableFolder | undefined): Promise<Known<Protocol>> {
  const { protocols, errors } = store === undefined ? { protocols: [], errors: [] } : await loadProtocols(store);
  return known(protocols, builtInProtocols, errors, protocolFileErrorText);
}

/** The strategies of a benchmark and the built-in ones whose ids they leave free. */
export async function knownStrategies(store: ReadableFolder | undefined): Promise<Known<Strategy>> {
  const { strategies, errors } = store === undefined ? { strategies: [], errors: [] } : await loadStrategies(store);
  return known(strategies, builtInStrategies, errors, strategyFileErrorText);
}

function known<T extends { readonly id: string }, E extends { readonly file: string; readonly line: number }>(
  own: readonly T[],
  builtIn: readonly T[],
  errors: readonly E[],
  textOf: (error: E) => string,
): Known<T> {
  const taken = new Set(own.map(({ id }) => id));
  return {
    all: [
      ...own.map((value) => ({ value, isOwn: true })),
      ...builtIn.filter(({ id }) => !taken.has(id)).map((value) => ({ value, isOwn: false })),
    ],
    faults: errors.map((error) => ({ file: error.file, text: `${error.file}:${error.line}: ${textOf(error)}` })),
  };
}

/**
 * What has this id; a sentence where nothing has, or where a file that is named after it is faulty: a built-in one in its place
 * would ask something else than was meant. `option` is what messages name.
 */
export function named<T extends { readonly id: string }>(
  id: string,
  { all, faults }: Known<T>,
  option: string,
): Result<T, string> {
  const own = all.find(({ value, isOwn }) => isOwn && value.id === id);
  if (own !== undefined) return ok(own.value);
  const fault = faults.find(({ file }) => file.replace(/^.*\//, '').replace(/\.[a-z]+$/, '') === id);
  if (fault !== undefined) return err(fault.text);
  const found = all.find(({ value }) => value.id === id);
  if (found !== undefined) return ok(found.value);
  return err(`${option} ${id}: there is none of this name, only ${all.map(({ value }) => value.id).join(', ')}`);
}

/** Says which files were left out. */
export function noteFaults({ faults }: Pick<Known<unknown>, 'faults'>, host: CliHost): void {
  for (const { text } of faults) host.note(`left out: ${text.replaceAll(/\s*\n\s*/g, ' ')}`);
}

/** The words in force; a sentence that names file and line where `lexicon.json` is faulty. */
export async function lexiconInForce(store: ReadableFolder): Promise<Result<Lexicon, string>> {
  const { lexicon, errors } = await loadLexicon(store);
  return errors.length === 0 ? ok(lexicon) : err(lexiconRefusalText(errors));
}
