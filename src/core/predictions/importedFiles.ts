import { z } from 'zod';
import type { FileError, ReadableFolder, WritableFolder } from '../ports.ts';
import { ok, type Result } from '../result.ts';

/** Where it is remembered, inside `.emolens/`, which prediction files elsewhere belong to the benchmark. */
const importedPath = 'predictions.json';

const importedSchema = z.object({ version: z.literal(1), files: z.array(z.string().min(1)) });

/** Prediction files outside the benchmark's folder, by their absolute paths; `fault` says why the list was left out of account. */
export interface ImportedFiles {
  readonly files: readonly string[];
  readonly fault?: string;
}

/** Reads the list; one that is not there is empty. */
export async function readImported(store: ReadableFolder): Promise<ImportedFiles> {
  const bytes = await store.read(importedPath);
  if (!bytes.ok) return bytes.error.kind === 'notFound' ? { files: [] } : { files: [], fault: bytes.error.detail };
  try {
    const parsed = importedSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes.value)));
    return parsed.success
      ? { files: [...new Set(parsed.data.files)] }
      : { files: [], fault: parsed.error.issues[0]?.message ?? '' };
  } catch (thrown) {
    return { files: [], fault: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Remembers files; nothing is copied. */
export async function addImported(
  store: WritableFolder,
  paths: readonly string[],
): Promise<Result<readonly string[], FileError>> {
  const files = [...new Set([...(await readImported(store)).files, ...paths])];
  const text = `${JSON.stringify({ version: 1, files }, undefined, 2)}\n`;
  const written = await store.write(importedPath, new TextEncoder().encode(text));
  return written.ok ? ok(files) : written;
}
