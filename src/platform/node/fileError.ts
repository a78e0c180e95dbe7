import type { FileError, FileErrorKind } from '../../core/ports.ts';

const kindOfCode: Readonly<Record<string, FileErrorKind>> = {
  ENOENT: 'notFound',
  ENOTDIR: 'notFound',
  EACCES: 'notPermitted',
  EPERM: 'notPermitted',
  EROFS: 'notPermitted',
  EISDIR: 'notAFile',
  ENXIO: 'notAFile',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
};

/** The system's code of a thrown value, such as `ENOENT`; empty when it has none. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Makes a {@link FileError} of what a Node file function threw; `path` is the path as the caller asked for it. */
export function fileErrorOf(thrown: unknown, path: string): FileError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: kindOfCode[codeOf(thrown)] ?? 'io', path, detail };
}
