import { decodeText } from '../benchmark/tables/decodeText.ts';
import type { ReadableFolder } from '../ports.ts';
import type { Protocol } from './protocol.ts';
import { readProtocolText, type ProtocolTextFault } from './protocolFile.ts';

/** One fault of a protocol file at its place; for `unreadable`, `detail` is the system's own text. All text in it is untrusted. */
export interface ProtocolFileError extends Omit<ProtocolTextFault, 'kind'> {
  readonly kind: 'unreadable' | 'duplicateId' | ProtocolTextFault['kind'];
  /** Relative to the `.emolens` folder. */
  readonly file: string;
}

/** The protocols of a folder, sorted by file name, and what is wrong with the files that were left out. */
export interface LoadedProtocols {
  readonly protocols: readonly Protocol[];
  readonly errors: readonly ProtocolFileError[];
  /** The file of each protocol by its id; absent where there is none. */
  readonly files?: ReadonlyMap<string, string>;
}

/** A protocol file with its text. */
export interface ProtocolSource {
  readonly file: string;
  readonly text: string;
}

const nowhere = { path: '', line: 1, column: 1, length: 0 } as const;

/**
 * Reads `protocols/*.json` of an `.emolens` folder. A faulty file is left out and each of its faults named; the others load.
 * Of two files with one id the first by file name counts. A folder that is not there holds no protocols.
 */
export async function loadProtocols(folder: ReadableFolder): Promise<LoadedProtocols> {
  const errors: ProtocolFileError[] = [];
  const listed = await folder.list('protocols');
  if (!listed.ok) {
    if (listed.error.kind === 'notFound') return { protocols: [], errors };
    errors.push({ ...nowhere, kind: 'unreadable', file: 'protocols', detail: listed.error.detail });
    return { protocols: [], errors };
  }
  const names = listed.value.filter(({ kind, name }) => kind === 'file' && name.endsWith('.json'));
  const sources: ProtocolSource[] = [];
  for (const { name } of names) {
    const file = `protocols/${name}`;
    const bytes = await folder.read(file);
    if (bytes.ok) sources.push({ file, text: decodeText(bytes.value).text });
    else errors.push({ ...nowhere, kind: 'unreadable', file, detail: bytes.error.detail });
  }
  const read = readProtocols(sources);
  return { ...read, errors: [...errors, ...read.errors].toSorted(byFile) };
}

/** As {@link loadProtocols}, of texts that are at hand already: an editor's are newer than the disk's. */
export function readProtocols(sources: readonly ProtocolSource[]): LoadedProtocols {
  const protocols: Protocol[] = [];
  const errors: ProtocolFileError[] = [];
  const files = new Map<string, string>();
  for (const { file, text } of sources.toSorted(byFile)) {
    const read = readProtocolText(text);
    if (!read.ok) errors.push(...read.faults.map((fault) => ({ ...fault, file })));
    else if (files.has(read.protocol.id)) {
      errors.push({ ...read.idPlace, kind: 'duplicateId', file, path: 'id', detail: read.protocol.id });
    } else {
      protocols.push(read.protocol);
      files.set(read.protocol.id, file);
    }
  }
  return { protocols, errors, files };
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
