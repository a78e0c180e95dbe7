import type { ReadableFolder } from '../ports.ts';
import { checkProtocol, type ProtocolFault } from './checkProtocol.ts';
import { protocolSchema, type Protocol } from './protocol.ts';

/** One fault of a protocol file, at its place: `path` in the JSON where there is one. `detail` is the parser's own text. */
export interface ProtocolFileError {
  readonly kind: 'unreadable' | 'notJson' | 'invalid' | 'duplicateId' | ProtocolFault['kind'];
  readonly file: string;
  /** Such as `stages[1].answer.scale`; empty for the file as a whole. */
  readonly path: string;
  readonly detail: string;
}

/** The protocols of a folder, sorted by file name, and what is wrong with the files that were left out. */
export interface LoadedProtocols {
  readonly protocols: readonly Protocol[];
  readonly errors: readonly ProtocolFileError[];
}

/** `['stages', 1, 'answer']` as `stages[1].answer`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function parseProtocol(file: string, text: string): Protocol | readonly ProtocolFileError[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [{ kind: 'notJson', file, path: '', detail: error instanceof Error ? error.message : String(error) }];
  }
  const parsed = protocolSchema.safeParse(json);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({
      kind: 'invalid',
      file,
      path: pathText(path),
      detail: message,
    }));
  }
  const faults = checkProtocol(parsed.data);
  if (faults.length === 0) return parsed.data;
  return faults.map((fault) => ({ kind: fault.kind, file, path: pathText(fault.path), detail: fault.value }));
}

/**
 * Reads `protocols/*.json` of an `.emolens` folder. A faulty file is left out and each of its faults named; the others load.
 * Of two files with one id the first by file name counts. A folder that is not there holds no protocols.
 */
export async function loadProtocols(folder: ReadableFolder): Promise<LoadedProtocols> {
  const protocols: Protocol[] = [];
  const errors: ProtocolFileError[] = [];
  const listed = await folder.list('protocols');
  if (!listed.ok) {
    if (listed.error.kind === 'notFound') return { protocols, errors };
    return { protocols, errors: [{ kind: 'unreadable', file: 'protocols', path: '', detail: listed.error.detail }] };
  }
  const names = listed.value
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.json'))
    .map((entry) => entry.name);
  for (const name of names.sort()) {
    const file = `protocols/${name}`;
    const bytes = await folder.read(file);
    if (!bytes.ok) {
      errors.push({ kind: 'unreadable', file, path: '', detail: bytes.error.detail });
      continue;
    }
    const parsed = parseProtocol(file, new TextDecoder().decode(bytes.value));
    if (!('id' in parsed)) errors.push(...parsed);
    else if (protocols.some((one) => one.id === parsed.id)) {
      errors.push({ kind: 'duplicateId', file, path: 'id', detail: parsed.id });
    } else protocols.push(parsed);
  }
  return { protocols, errors };
}
