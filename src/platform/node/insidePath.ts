import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import type { FileError } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { codeOf, fileErrorOf } from './fileError.ts';

/** How long the real path of a folder is believed, ms. Short: a folder may be replaced by a link while we run. */
const believeMs = 1000;

/** Turns paths relative to a root into absolute ones that are proven to be inside it. */
export interface InsidePath {
  /** The root as given, absolute. */
  readonly root: string;
  /** `path` joined to the root by text alone: refuses absolute paths, `..` and NUL; links are not looked at. */
  join(path: string): Result<string, FileError>;
  /**
   * `path` with every link in its folders resolved and checked; the last part itself is not resolved. The folders must
   * exist: `notFound` otherwise, `outsideRoot` when a link among them leaves the root.
   */
  parentResolved(path: string): Promise<Result<string, FileError>>;
  /** `path` with all links resolved, the last part too. */
  resolved(path: string): Promise<Result<string, FileError>>;
  /** The nearest folder above `path` that exists is inside the root; the root itself need not exist. */
  mayBeMade(path: string): Promise<Result<void, FileError>>;
}

/** Makes the {@link InsidePath} of a root folder, an absolute path of the system. */
export function insidePath(root: string): InsidePath {
  const believed = new Map<string, { readonly real: string; readonly until: number }>();

  const realFolder = async (folder: string): Promise<string> => {
    const known = believed.get(folder);
    const now = performance.now();
    if (known !== undefined && known.until > now) return known.real;
    const real = await realpath(folder);
    if (believed.size > 1000) believed.clear();
    believed.set(folder, { real, until: now + believeMs });
    return real;
  };

  const joinInside = (path: string): Result<string, FileError> => {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const leaves = path.startsWith('/') || isAbsolute(path) || parts.includes('..') || path.includes('\0');
    // On Windows a backslash or a drive letter inside a part is a separator in disguise.
    const disguised = sep === '\\' && parts.some((part) => part.includes('\\') || part.includes(':'));
    return leaves || disguised ? outside(path, 'the path leaves the folder') : ok(join(root, ...parts));
  };

  const check = async (path: string, real: string): Promise<Result<string, FileError>> =>
    isInside(await realFolder(root), real) ? ok(real) : outside(path, `it leads to ${real}`);

  return {
    root,
    join: joinInside,
    async parentResolved(path) {
      const joined = joinInside(path);
      if (!joined.ok) return joined;
      if (joined.value === root) return attempt(path, () => realFolder(root));
      try {
        const folder = await realFolder(dirname(joined.value));
        const checked = await check(path, folder);
        return checked.ok ? ok(join(folder, joined.value.slice(dirname(joined.value).length))) : checked;
      } catch (thrown) {
        return err(fileErrorOf(thrown, path));
      }
    },
    async resolved(path) {
      const joined = joinInside(path);
      if (!joined.ok) return joined;
      try {
        return await check(path, await realpath(joined.value));
      } catch (thrown) {
        return err(fileErrorOf(thrown, path));
      }
    },
    async mayBeMade(path) {
      const joined = joinInside(path);
      if (!joined.ok) return joined;
      for (let folder = joined.value; folder.length > root.length; folder = dirname(folder)) {
        try {
          const checked = await check(path, await realpath(folder));
          return checked.ok ? ok(undefined) : checked;
        } catch (thrown) {
          if (codeOf(thrown) !== 'ENOENT') return err(fileErrorOf(thrown, path));
        }
      }
      return ok(undefined);
    },
  };
}

function isInside(realRoot: string, real: string): boolean {
  return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

function outside(path: string, detail: string): Result<never, FileError> {
  return err({ kind: 'outsideRoot', path, detail });
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<Result<T, FileError>> {
  try {
    return ok(await action());
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}
